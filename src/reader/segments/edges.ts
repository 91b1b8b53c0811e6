/**
 * The edges of the lattice: neighbouring atoms that may be one symbol, each with the score of every symbol that it may be.
 *
 * A score is the digit network's ln P(digit), with its eleventh output for what is no digit, and what size, gaps and cuts say. An edge
 * may also be nothing, a speck or the rest of a rule, which costs the more the more ink it has.
 */
import { createGrayImage, type GrayImage } from "../../image/index.ts";
import { applyTemperature } from "../../metrics/index.ts";
import { placeDigit, type Box } from "../../vision/index.ts";
import type { DigitReader } from "../digit-reader.ts";
import type { Atom, Atoms } from "./atoms.ts";
import { relativeTo, type RelativeBox } from "./line-shape.ts";
import { barFormOf, scoreMarks, scoreSlash } from "./marks.ts";
import { WEIGHTS } from "./weights.ts";

const SIDE = 28;
const DIGITS = 10;
/** A symbol has at most so many atoms, and is at most so many heights of a digit broad. */
const MOST_ATOMS_OF_ONE = 6;
const BROADEST = 1.45;
/** Less likely symbols of an edge are left out. */
const LEAST_SCORE = -14;
/** The part that stands for nothing. */
export const NOTHING = "";

export interface Edge {
  /** Atoms from `from` on, without `to`. */
  from: number;
  to: number;
  box: Box;
  /** Symbols, `NOTHING` among them, with their scores. */
  scores: ReadonlyMap<string, number>;
  /** What the network says of it. */
  probabilities: number[];
  notADigit: number;
  area: number;
}

/** All edges, by the atom that they start at. */
export function findEdges(found: Atoms, reader: DigitReader): Edge[][] {
  const { atoms, shape } = found;
  const runs: { from: number; to: number; box: Box }[] = [];
  for (let from = 0; from < atoms.length; from++) {
    let box = atoms[from].box;
    for (let to = from + 1; to <= Math.min(atoms.length, from + MOST_ATOMS_OF_ONE); to++) {
      box = union(box, atoms[to - 1].box);
      if (to > from + 1 && box.width > BROADEST * shape.height) break;
      runs.push({ from, to, box });
    }
  }
  const images = runs.map(({ from, to, box }) => joinInk(atoms.slice(from, to), box));
  const outputs = classify(images, reader);
  const edges: Edge[][] = atoms.map(() => []);
  runs.forEach((run, n) => edges[run.from].push(scoreEdge(run, outputs[n], images[n], found)));
  return edges;
}

/** Calibrated probabilities of ten digits and none, for each piece of ink. */
export function classify(images: readonly GrayImage[], reader: DigitReader): number[][] {
  if (images.length === 0) return [];
  const data = new Uint8Array(images.length * SIDE * SIDE);
  images.forEach((image, n) => data.set(placeDigit(image).digit.data, n * SIDE * SIDE));
  const logits = reader.predict({ data, shape: [images.length, SIDE, SIDE] });
  const { data: shares, shape } = applyTemperature(logits, reader.model.facts?.temperature ?? 1);
  return images.map((_, n) => Array.from(shares.subarray(n * shape[1], (n + 1) * shape[1])));
}

function scoreEdge(
  run: { from: number; to: number; box: Box },
  output: readonly number[],
  image: GrayImage,
  { atoms, shape, pen }: Atoms,
): Edge {
  const own = atoms.slice(run.from, run.to);
  const relative = relativeTo(shape, run.box);
  const placed = scorePlace(own, relative) - cutCost(run, atoms);
  const scores: [string, number][] = Array.from({ length: DIGITS }, (_, digit) => [
    String(digit),
    WEIGHTS.network * Math.log(Math.max(output[digit], 1e-9)) + placed,
  ]);
  const area = own.reduce((sum, atom) => sum + atom.area, 0);
  if (own.every(({ whole }) => whole)) {
    scores.push(
      ...scoreMarks(relative).map(([mark, score]): [string, number] => [
        mark,
        score - gapCost(own, shape.height),
      ]),
    );
    scores.push(["/", scoreSlash(relative, barFormOf(image))]);
  }
  if (own.length === 1) {
    const nothing =
      -WEIGHTS.nothing - (WEIGHTS.nothingPerInk * area) / (pen * shape.height) - cutCost(run, atoms);
    // However much ink it is, a way past it remains: else a blot would leave no text at all.
    scores.push([NOTHING, Math.max(LEAST_SCORE, nothing)]);
  }
  return {
    ...run,
    scores: new Map(scores.filter(([, score]) => score >= LEAST_SCORE)),
    probabilities: output.slice(0, DIGITS),
    notADigit: output[DIGITS] ?? 0,
    area,
  };
}

/** What its height and its gaps say against an edge that is a digit, and what it earns for being one. */
function scorePlace(own: readonly Atom[], { height, top, bottom }: RelativeBox): number {
  const small = WEIGHTS.small * Math.max(0, 0.5 - height);
  const astray =
    WEIGHTS.astray * (Math.max(0, bottom - 0.8) + Math.max(0, -1.7 - top) + Math.max(0, -0.25 - bottom));
  return WEIGHTS.digit - small - astray - gapCost(own, Infinity) - WEIGHTS.join * countJoins(own);
}

/** How many separate pieces are taken together. */
function countJoins(own: readonly Atom[]): number {
  return new Set(own.map(({ piece }) => piece)).size - 1;
}

/** White columns between pieces of one symbol, in heights of the taller one. */
function gapCost(own: readonly Atom[], height: number): number {
  let [gap, right, tallest] = [0, -Infinity, 0];
  for (const { box } of own) {
    if (right > -Infinity) gap += Math.max(0, box.x - right);
    right = Math.max(right, box.x + box.width);
    tallest = Math.max(tallest, box.height);
  }
  return (WEIGHTS.gap * gap) / Math.min(height, tallest);
}

/** Half of the ink that is cut through on either side: each cut is counted by both of its neighbours. */
function cutCost({ from, to }: { from: number; to: number }, atoms: readonly Atom[]): number {
  const behind = to < atoms.length && atoms[to].piece === atoms[to - 1].piece ? atoms[to].cut : 0;
  return (WEIGHTS.cut * (atoms[from].cut + behind)) / 2;
}

function joinInk(own: readonly Atom[], box: Box): GrayImage {
  if (own.length === 1) return own[0].ink;
  const joined = createGrayImage(box.width, box.height);
  for (const { box: part, ink } of own) {
    for (let y = 0; y < ink.height; y++) {
      for (let x = 0; x < ink.width; x++) {
        const at = (part.y - box.y + y) * joined.width + part.x - box.x + x;
        joined.data[at] = Math.max(joined.data[at], ink.data[y * ink.width + x]);
      }
    }
  }
  return joined;
}

function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)];
  return { x, y, width: right - x, height: bottom - y };
}
