/**
 * The ink of a number in atoms, from left to right: the smallest parts that are never divided further. A digit is one atom or
 * several neighbours: connected pieces are atoms, and what is broad enough to be several digits is cut where that crosses little ink.
 */
import { createGrayImage, type GrayImage } from "../../image/index.ts";
import { findComponents, strokeWidth, type Box, type Component } from "../../vision/index.ts";
import { lineShapeOf, type LineShape } from "./line-shape.ts";
import { findSeams, type Seam } from "./seams.ts";

export interface Atom {
  box: Box;
  /** Its ink alone, as large as its box. */
  ink: GrayImage;
  /** Sum of its ink, pixels of full ink. */
  area: number;
  /** The connected piece that it is of. */
  piece: number;
  /** Whether it is a whole piece. */
  whole: boolean;
  /** Ink that the cut between it and its left neighbour of the same piece crosses, in widths of the pen; 0 at a piece's left side. */
  cut: number;
}

export interface Atoms {
  atoms: Atom[];
  shape: LineShape;
  /** Width of the strokes, pixels. */
  pen: number;
}

/** Levels from which on ink hangs together, and from which on it is surely ink. */
const LOW = 50;
const HIGH = 120;
/** Smaller pieces than this share of a square of the pen's width are specks. */
const SPECK = 0.3;
/** Pieces whose columns overlap by this share of the narrower one belong together: a 5 and its roof. */
const OVERLAP = 0.65;
/** Pieces lower and narrower than this share of a digit are left alone: they may be signs. */
const SMALL = 0.5;
/** Pieces broader than this share of a digit's height may be several digits. */
const BROAD = 0.7;
/** How near to each other cuts may be, in heights of a digit, and how many there are for each height of a piece's width. */
const CUTS_APART = 0.14;
const CUTS_PER_HEIGHT = 3.2;
/** More atoms are no number. */
const MOST_ATOMS = 64;
/** @returns nothing if there are too many pieces to be a number */
export function findAtoms(ink: GrayImage): Atoms | undefined {
  const { components, labels } = findComponents(ink, LOW, HIGH);
  const pen = strokeWidth(ink);
  const pieces = components.filter(({ inkPixels }) => inkPixels >= SPECK * pen * pen);
  if (pieces.length > 4 * MOST_ATOMS) return undefined;
  const shape = lineShapeOf(pieces);
  const groups = groupOverlapping(pieces, shape);
  const atoms = groups.flatMap((group, piece) => {
    const part = cutOutPieces(ink, labels, group);
    return part.box.width > BROAD * shape.height
      ? divide(part, { piece, shape, pen })
      : [wholeAtom(part, piece)];
  });
  if (atoms.length > MOST_ATOMS) return undefined;
  return { atoms: atoms.sort((a, b) => centreOf(a.box) - centreOf(b.box)), shape, pen };
}

/** Pieces one above the other as one. */
function groupOverlapping(pieces: readonly Component[], { height }: LineShape): Component[][] {
  const groups: Component[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.box.x - b.box.x)) {
    const group = groups.find((others) => others.some((other) => belongTogether(other, piece, height)));
    if (group === undefined) groups.push([piece]);
    else group.push(piece);
  }
  return groups;
}

function belongTogether({ box: a }: Component, { box: b }: Component, height: number): boolean {
  const overlap = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const isSmall = ({ width: w, height: h }: Box): boolean => Math.max(w, h) < SMALL * height;
  return !isSmall(a) && !isSmall(b) && overlap >= OVERLAP * Math.min(a.width, b.width);
}

interface Part {
  box: Box;
  ink: GrayImage;
}

function cutOutPieces(ink: GrayImage, labels: Int32Array, pieces: readonly Component[]): Part {
  const left = Math.min(...pieces.map(({ box }) => box.x));
  const top = Math.min(...pieces.map(({ box }) => box.y));
  const right = Math.max(...pieces.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...pieces.map(({ box }) => box.y + box.height));
  const own = new Set(pieces.map(({ label }) => label));
  const part = createGrayImage(right - left, bottom - top);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * ink.width + x;
      if (own.has(labels[at])) part.data[(y - top) * part.width + x - left] = ink.data[at];
    }
  }
  return { box: { x: left, y: top, width: part.width, height: part.height }, ink: part };
}

function wholeAtom({ box, ink }: Part, piece: number): Atom {
  return { box, ink, area: areaOf(ink), piece, whole: true, cut: 0 };
}

/** The atoms between the seams of a broad piece. */
function divide(part: Part, { piece, shape, pen }: { piece: number; shape: LineShape; pen: number }): Atom[] {
  const most = Math.round((CUTS_PER_HEIGHT * part.box.width) / shape.height);
  const seams = findSeams(part.ink, { apart: CUTS_APART * shape.height, most });
  if (seams.length === 0) return [wholeAtom(part, piece)];
  return Array.from({ length: seams.length + 1 }, (_, i) => {
    const between = cropToInk(part, seams, i);
    return {
      ...between,
      area: areaOf(between.ink),
      piece,
      whole: false,
      cut: i === 0 ? 0 : seams[i - 1].ink / pen,
    };
  }).filter(({ area }) => area > 0);
}

/** The ink right of the seam before number `index` and left of that seam. */
function cropToInk({ box, ink }: Part, seams: readonly Seam[], index: number): Part {
  const sides = Array.from({ length: ink.height }, (_, y) => {
    const cuts = seams.map(({ columns }) => columns[y]).sort((a, b) => a - b);
    return [cuts[index - 1] ?? 0, cuts[index] ?? ink.width];
  });
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  sides.forEach(([from, to], y) => {
    for (let x = from; x < to; x++) {
      if (ink.data[y * ink.width + x] < LOW) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), y + 1];
    }
  });
  if (right === 0) return { box: { ...box, width: 1, height: 1 }, ink: createGrayImage(1, 1) };
  const part = createGrayImage(right - left, bottom - top);
  for (let y = top; y < bottom; y++) {
    const [from, to] = sides[y];
    for (let x = Math.max(from, left); x < Math.min(to, right); x++) {
      part.data[(y - top) * part.width + x - left] = ink.data[y * ink.width + x];
    }
  }
  return { box: { x: box.x + left, y: box.y + top, width: part.width, height: part.height }, ink: part };
}

function areaOf({ data }: GrayImage): number {
  return data.reduce((sum, level) => sum + level, 0) / 255;
}

function centreOf({ x, width }: Box): number {
  return x + width / 2;
}
