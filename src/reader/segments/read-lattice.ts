/**
 * Reads a number whose digits stand apart or touch a little, by the digit network: its ink is cut into more parts than there are
 * digits, and all ways to join them are weighed at once.
 * Source of the method: R. G. Casey, E. Lecolinet, "A survey of methods and strategies in character segmentation", IEEE Trans.
 * Pattern Analysis and Machine Intelligence 18 (1996), section 4.
 */
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../../vision/index.ts";
import type { DigitReader } from "../digit-reader.ts";
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import type { TextCandidate } from "../text-candidate.ts";
import { findAtoms, type Atoms } from "./atoms.ts";
import { edgesOfBoxes } from "./digit-boxes.ts";
import { findEdges, NOTHING, type Edge } from "./edges.ts";
import { bestPath, likeliestTexts, logSumOfPaths, logSumOfText } from "./paths.ts";

export interface LatticeOptions {
  /** What may be read. @default anything */
  machine?: GrammarMachine;
  /** A box for each digit, in the ink's pixels from left to right. @default digits are found */
  digitBoxes?: readonly Box[];
}

/** One symbol of a text, and where it is. */
export interface LatticeSymbol {
  symbol: string;
  /** In the ink's pixels. */
  box: Box;
  /** Calibrated probabilities of the ten digits for its ink alone; with `notADigit` they sum to one. */
  probabilities: number[];
  notADigit: number;
}

export interface LatticeReading {
  /** The likeliest texts of all, and the likeliest that are allowed. */
  candidates: TextCandidate[];
  /** ln of the probability of any text. */
  logProbabilityOf: (text: string) => number;
  /** ln of the probability of all that the machine allows; undefined without one. */
  acceptedLogMass: number | undefined;
  /** Where the symbols of a text are; undefined if no path spells it. */
  symbolsOf: (text: string) => LatticeSymbol[] | undefined;
  /** How much of the ink is no digit and no sign of a number, 0..1, on the likeliest path. */
  notANumber: number;
  /** Whether the ink was not looked at, since it is in more pieces than a number's. */
  crowded: boolean;
}

/**
 * @param ink of one number, bright on black, upright, without rules, digits of any size
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image
 */
export function readLattice(
  ink: GrayImage,
  reader: DigitReader,
  { machine, digitBoxes }: LatticeOptions = {},
): LatticeReading {
  const atoms = digitBoxes === undefined ? findAtoms(ink) : undefined;
  if (digitBoxes === undefined && atoms === undefined) return noNumber();
  const edges = atoms === undefined ? edgesOfBoxes(ink, digitBoxes ?? [], reader) : findEdges(atoms, reader);
  const total = logSumOfPaths(edges);
  const free = likeliestTexts(edges);
  const allowed = machine === undefined ? [] : likeliestTexts(edges, machine);
  const texts = new Map(
    [...free, ...allowed].map((candidate) => [candidate.text, candidate.logProbability - total]),
  );
  return {
    candidates: Array.from(texts, ([text, logProbability]) => ({ text, logProbability })),
    logProbabilityOf: (text) => logSumOfText(edges, text) - total,
    acceptedLogMass: machine === undefined ? undefined : logSumOfPaths(edges, machine) - total,
    symbolsOf: (text) => symbolsOn(bestPath(edges, text)),
    notANumber: Math.max(
      atoms === undefined ? 0 : breadthOfStrokes(atoms),
      free.length === 0 ? 1 : strangeness(bestPath(edges, free[0].text) ?? []),
    ),
    crowded: false,
  };
}

function symbolsOn(path: ReturnType<typeof bestPath>): LatticeSymbol[] | undefined {
  return path
    ?.filter(({ symbol }) => symbol !== NOTHING)
    .map(({ edge: { box, probabilities, notADigit }, symbol }) => ({
      symbol,
      box,
      probabilities,
      notADigit,
    }));
}

/** 0 for strokes that are up to a third as broad as the line is high, 1 from a half on: blots and bars are cut into digits too. */
function breadthOfStrokes({ pen, shape }: Atoms): number {
  return shape.height === 0 ? 0 : Math.min(1, Math.max(0, (pen / shape.height - 1 / 3) * 6));
}

/** The share of the ink that is passed over or is no digit to the network; signs are judged by their form alone. */
function strangeness(path: readonly { edge: Edge; symbol: string }[]): number {
  const all = path.reduce((sum, { edge }) => sum + edge.area, 0);
  if (all === 0) return 0;
  const strange = path.reduce((sum, { edge, symbol }) => {
    const share = symbol === NOTHING ? 1 : /\d/.test(symbol) ? edge.notADigit : 0;
    return sum + share * edge.area;
  }, 0);
  return strange / all;
}

/** Too many pieces to be a number. */
function noNumber(): LatticeReading {
  return {
    candidates: [{ text: "", logProbability: 0 }],
    logProbabilityOf: (text) => (text === "" ? 0 : -Infinity),
    acceptedLogMass: undefined,
    symbolsOf: (text) => (text === "" ? [] : undefined),
    notANumber: 1,
    crowded: true,
  };
}
