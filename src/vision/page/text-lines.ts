/**
 * Lines of writing: the pieces of ink that stand on one line, from neighbour to neighbour.
 *
 * Pieces about as high as the writing are chained (chain-pieces.ts) and the chains joined (line-chains.ts). A piece as high as
 * two lines is cut where it plainly joins them; small ones, as points and dashes, go to the line that they are in. What is then
 * left, larger or smaller, may be lines in another size of writing. Blots and the rests of rules belong to no line.
 * Memory: some numbers for each piece, besides the parts of pieces that were cut.
 */
import type { Box } from "../components.ts";
import { chainPieces } from "./chain-pieces.ts";
import { penWidth } from "./ink-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";
import { chainOf, commonSlope, joinChains, middleAt, middleX, middleY } from "./line-chains.ts";
import type { LineChain } from "./line-chains.ts";
import { groupInRows } from "./reading-rows.ts";
import { cutBetweenLines } from "./touching-lines.ts";

/** Digits are at least so many pens' widths high; every one weighs as much as its height up to the second number. */
const LEAST_PENS = 2.5;
const WEIGHED_PENS = 12;
/** Pieces from and to so many times the usual height are chained. */
const LEAST_HEIGHTS = 0.45;
const MOST_HEIGHTS = 1.7;
/** A small piece is at most so far from its line's pieces, a point less, and so far above and below its middle… */
const BESIDE_HEIGHTS = 1;
const POINT_HEIGHTS = 0.6;
const ABOVE_HEIGHTS = 0.6;
const BELOW_HEIGHTS = 0.95;
/** …and nowhere thinner than this share of the line's strokes, as the rests of rules are. */
const LEAST_STROKES = 0.5;
/** What hangs on a line without being one, as a comma does, is at most so many times as high as most of its digits, or the highest. */
const SIGN_HEIGHTS = 0.65;
const SIGN_OF_HIGHEST = 0.5;
/** A point is at most so many strokes' widths long. */
const POINT_STROKES = 2;
/** Sizes of writing on one page. */
const MOST_SIZES = 3;
/** A line of one piece is so many times as high as most writing, and its strokes so many times as wide. */
const ALONE_HEIGHTS = [0.5, 2.5] as const;
const ALONE_PENS = [0.4, 2.5] as const;
/** A line of several is at least so many times as high as most writing: noise is lower. */
const LEAST_LINE_HEIGHTS = 0.2;
/** A piece on its own is at least so many times as long as its strokes are wide: blots are not. */
const LEAST_SLENDERNESS = 3;
/** A piece so many times as wide as high is the rest of a rule… */
const RULE_RATIO = 6;
/** …unless it has ink of more strokes than this in its columns, on average: digits that touch have. */
const RULE_STROKES = 1.6;

/** One line of writing. */
export interface TextLine {
  /** From left to right by their middles. */
  pieces: InkPiece[];
  box: Box;
  /** How high its digits are. */
  height: number;
}

/** Finds the lines of writing in reading order. */
export function findTextLines(pieces: readonly InkPiece[]): TextLine[] {
  const pen = penWidth(pieces);
  const lines: LineChain[] = [];
  let left: readonly InkPiece[] = pieces;
  const others: InkPiece[] = [];
  let usual = 0;
  for (let size = 0; size < MOST_SIZES; size++) {
    const height = usualHeight(left, pen);
    if (height === 0) break;
    if (size === 0) usual = height;
    const found = linesOfHeight(left, height);
    const writing = new Set(found.lines.filter((line) => isWriting(line, usual, pen)));
    lines.push(...writing);
    others.push(...piecesOf(found.lines.filter((line) => !writing.has(line))));
    left = found.left;
  }
  const signs = new Set(lines.filter((line) => lines.some((other) => hangsOn(line, other))));
  const standing = lines.filter((line) => !signs.has(line));
  const { lines: whole } = attachSmall(standing, [...left, ...others, ...piecesOf([...signs])]);
  return groupInRows(whole.map(({ box }) => box))
    .flat()
    .map((i) => ({ pieces: whole[i].pieces, box: whole[i].box, height: whole[i].height }));
}

/** The median height of the pieces that may be digits, weighed by their heights; 0 if there are none. */
function usualHeight(pieces: readonly InkPiece[], pen: number): number {
  const heights = pieces
    .filter((piece) => piece.box.height >= LEAST_PENS * pen && !isRuleRest(piece))
    .map(({ box }) => box.height)
    .sort((a, b) => a - b);
  const weigh = (height: number): number => Math.min(height, WEIGHED_PENS * pen);
  const half = heights.reduce((sum, height) => sum + weigh(height), 0) / 2;
  let seen = 0;
  return heights.find((height) => (seen += weigh(height)) >= half) ?? 0;
}

/** The lines whose digits are about so high, with their points and dashes, and the pieces that are in none. */
function linesOfHeight(
  pieces: readonly InkPiece[],
  height: number,
): { lines: LineChain[]; left: InkPiece[] } {
  const isUsual = ({ box }: InkPiece): boolean =>
    box.height >= LEAST_HEIGHTS * height && box.height <= MOST_HEIGHTS * height;
  const chains = chainPieces(pieces.filter(isUsual)).map(chainOf);
  const slope = commonSlope(chains);
  const cut = cutBetweenLines(
    joinChains(chains, slope),
    pieces.filter(({ box }) => box.height > MOST_HEIGHTS * height),
    slope,
  );
  const small = pieces.filter(({ box }) => box.height < LEAST_HEIGHTS * height);
  const { lines, left } = attachSmall(cut.lines, small);
  return { lines, left: [...cut.left, ...left] };
}

/** Gives small pieces to the nearest line around them. */
function attachSmall(
  lines: readonly LineChain[],
  small: readonly InkPiece[],
): { lines: LineChain[]; left: InkPiece[] } {
  const added = lines.map((): InkPiece[] => []);
  const left: InkPiece[] = [];
  const reach = lines.map(({ height }) => BELOW_HEIGHTS * height);
  const tops = Float64Array.from(lines, ({ box }, i) => box.y - reach[i]);
  const bottoms = Float64Array.from(lines, ({ box }, i) => box.y + box.height + reach[i]);
  for (const piece of small) {
    const middle = middleY(piece);
    let [nearest, least] = [-1, 1];
    for (let i = 0; i < lines.length; i++) {
      if (middle < tops[i] || middle > bottoms[i]) continue;
      const distance = distanceTo(lines[i], piece);
      if (distance < least) [nearest, least] = [i, distance];
    }
    if (nearest < 0) left.push(piece);
    else added[nearest].push(piece);
  }
  return {
    lines: lines.map((line, i) =>
      added[i].length === 0
        ? line
        : { ...chainOf([...line.pieces, ...added[i]]), height: line.height, strokeWidth: line.strokeWidth },
    ),
    left,
  };
}

/** How far a small piece is from a line, 1 at most if it belongs to it. */
function distanceTo(line: LineChain, piece: InkPiece): number {
  const { box } = piece;
  const isPoint = Math.max(box.width, box.height) <= POINT_STROKES * line.strokeWidth;
  const beside = (isPoint ? POINT_HEIGHTS : BESIDE_HEIGHTS) * line.height;
  const below = BELOW_HEIGHTS * line.height;
  if (box.height > line.height || box.width > RULE_RATIO * line.height) return Infinity;
  if (Math.min(box.width, box.height) < LEAST_STROKES * line.strokeWidth) return Infinity;
  if (box.x > line.box.x + line.box.width + beside || box.x + box.width < line.box.x - beside)
    return Infinity;
  const gap = line.pieces.reduce((least, other) => {
    const right = other.box.x - box.x - box.width;
    const left = box.x - other.box.x - other.box.width;
    return Math.min(least, Math.max(0, left, right));
  }, Infinity);
  const shift = middleY(piece) - middleAt(line, middleX(piece), 0);
  return Math.max(gap / beside, shift > 0 ? shift / below : -shift / (ABOVE_HEIGHTS * line.height));
}

/** Whether a line may be one: a piece on its own must look like a digit beside the rest. */
function isWriting({ pieces, box, height, strokeWidth }: LineChain, usual: number, pen: number): boolean {
  if (pieces.every((piece) => isRuleRest(piece))) return false;
  if (pieces.length > 1) return height >= LEAST_LINE_HEIGHTS * usual;
  const isSlender = Math.max(box.width, box.height) >= LEAST_SLENDERNESS * strokeWidth;
  return isSlender && isWithin(height / usual, ALONE_HEIGHTS) && isWithin(strokeWidth / pen, ALONE_PENS);
}

/** Whether a line is but commas and the like, which stand in the way of no line of their own. */
function hangsOn({ pieces }: LineChain, line: LineChain): boolean {
  const highest = Math.max(...line.pieces.map(({ box }) => box.height));
  const most = Math.max(SIGN_HEIGHTS * line.height, SIGN_OF_HIGHEST * highest);
  return pieces.every((piece) => piece.box.height <= most && distanceTo(line, piece) < 1);
}

function piecesOf(lines: readonly LineChain[]): InkPiece[] {
  return lines.flatMap(({ pieces }) => pieces);
}

function isRuleRest({ box, area, strokeWidth }: InkPiece): boolean {
  return box.width > RULE_RATIO * box.height && area < RULE_STROKES * strokeWidth * box.width;
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}
