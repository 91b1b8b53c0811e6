/**
 * The likeliest texts of a line, among those that a grammar allows.
 * Method: CTC prefix beam search (Hannun, Maas, Jurafsky and Ng, "First-Pass Large Vocabulary Continuous Speech Recognition using
 * Bi-Directional Recurrent DNNs", 2014, algorithm 1), with the grammar's machine in place of its language model: a prefix goes on only
 * to symbols from which an allowed number can still be reached, so none but these take room in the beam.
 */
import { checkInteger } from "../../base/guards.ts";
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import { BLANK, CLASS_COUNT, SYMBOL_COUNT, SYMBOLS } from "../grammar/symbols.ts";
import { logAdd } from "../log-sum.ts";
import { byProbability, type TextCandidate } from "../text-candidate.ts";
import { ctcScorer } from "./ctc-probability.ts";
import { countSteps, type LogProbabilities } from "./log-probabilities.ts";

export interface BeamSearchOptions {
  /** What may be read. @default anything */
  machine?: GrammarMachine;
  /** How many prefixes go on from each step at most. @default 32 */
  beamWidth?: number;
  /** How far below the likeliest prefix others may be to go on, ln. @default 12: one in 160,000 */
  depth?: number;
}

/** What has been read so far. Each prefix is one object, so that all ways to it meet. */
interface Prefix {
  parent: Prefix | undefined;
  symbol: number;
  state: number;
  children: (Prefix | undefined)[];
  /** ln of the sums over its alignments that end in a blank, and in its last symbol, up to the step before. */
  blank: number;
  symbolic: number;
  /** The same, up to this step. */
  nextBlank: number;
  nextSymbolic: number;
}

/** A beam in which no allowed text was left is tried again this many times as wide. */
const WIDENINGS = [1, 4, 16];

/**
 * Allowed texts, likeliest first, each with ln of the sum over all its alignments, which is computed anew at the end since some leave
 * the beam on the way. So sums are exact, and only texts can be missed, where the beam is too narrow for all prefixes. If none is left
 * at the end, a beam 4 and then 16 times as wide and deep is tried; an empty list means that there was none in that either.
 * @throws RangeError for a width below 1 and for log-probabilities that are not whole steps
 */
export function prefixBeamSearch(
  logProbabilities: LogProbabilities,
  { machine, beamWidth = 32, depth = 12 }: BeamSearchOptions = {},
): TextCandidate[] {
  checkInteger("beamWidth", beamWidth, 1);
  for (const widening of WIDENINGS) {
    const found = search(logProbabilities, {
      machine,
      beamWidth: beamWidth * widening,
      depth: depth * widening,
    });
    if (found.length > 0) return found;
  }
  return [];
}

function search(
  logProbabilities: LogProbabilities,
  { machine, beamWidth, depth }: Required<Omit<BeamSearchOptions, "machine">> & BeamSearchOptions,
): TextCandidate[] {
  const steps = countSteps(logProbabilities);
  const root = newPrefix(undefined, -1, machine?.start ?? 0);
  root.blank = 0;
  let beam = [root];
  for (let step = 0; step < steps; step++) {
    const probabilities = logProbabilities.subarray(step * CLASS_COUNT, (step + 1) * CLASS_COUNT);
    const reached = new Set<Prefix>();
    // What the likeliest prefix reaches at least; a child that is `depth` below it would not stay.
    const least = greatestTotal(beam) + Math.max(...probabilities) - depth;
    for (const prefix of beam) extend(prefix, probabilities, { machine, least, reached });
    beam = keepBest(reached, beamWidth, depth);
  }
  const score = ctcScorer(logProbabilities);
  return beam
    .map(textOf)
    .filter((text) => machine === undefined || machine.allows(text))
    .map((text) => ({ text, logProbability: score(text) }))
    .sort(byProbability);
}

/** One step on from a prefix: a blank, its last symbol once more, or another symbol. */
function extend(
  prefix: Prefix,
  probabilities: LogProbabilities,
  { machine, least, reached }: { machine: GrammarMachine | undefined; least: number; reached: Set<Prefix> },
): void {
  const total = logAdd(prefix.blank, prefix.symbolic);
  prefix.nextBlank = logAdd(prefix.nextBlank, total + probabilities[BLANK]);
  if (prefix.symbol >= 0) {
    prefix.nextSymbolic = logAdd(prefix.nextSymbolic, prefix.symbolic + probabilities[prefix.symbol]);
  }
  reached.add(prefix);
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
    // The same symbol again is another one only behind a blank.
    const before = symbol === prefix.symbol ? prefix.blank : total;
    const sum = before + probabilities[symbol];
    if (sum === -Infinity || sum < least) continue;
    const child = childOf(prefix, symbol, machine);
    if (child === undefined) continue;
    child.nextSymbolic = logAdd(child.nextSymbolic, sum);
    reached.add(child);
  }
}

function greatestTotal(beam: readonly Prefix[]): number {
  return beam.reduce((most, { blank, symbolic }) => Math.max(most, logAdd(blank, symbolic)), -Infinity);
}

function childOf(parent: Prefix, symbol: number, machine: GrammarMachine | undefined): Prefix | undefined {
  const known = parent.children[symbol];
  if (known !== undefined) return known;
  const state = machine === undefined ? 0 : machine.step(parent.state, symbol);
  if (state === undefined) return undefined;
  return (parent.children[symbol] = newPrefix(parent, symbol, state));
}

function newPrefix(parent: Prefix | undefined, symbol: number, state: number): Prefix {
  const none = { blank: -Infinity, symbolic: -Infinity, nextBlank: -Infinity, nextSymbolic: -Infinity };
  return { parent, symbol, state, children: [], ...none };
}

/** The step ends: its sums become those of the step before, and the likeliest prefixes stay. */
function keepBest(reached: ReadonlySet<Prefix>, beamWidth: number, depth: number): Prefix[] {
  const ranked = Array.from(reached, (prefix) => {
    prefix.blank = prefix.nextBlank;
    prefix.symbolic = prefix.nextSymbolic;
    prefix.nextBlank = prefix.nextSymbolic = -Infinity;
    return { prefix, total: logAdd(prefix.blank, prefix.symbolic) };
  });
  const most = ranked.reduce((max, { total }) => Math.max(max, total), -Infinity);
  const kept = ranked.filter(({ total }) => total > -Infinity && total >= most - depth);
  if (kept.length > beamWidth) kept.sort((a, b) => b.total - a.total).length = beamWidth;
  return kept.map(({ prefix }) => prefix);
}

function textOf(prefix: Prefix): string {
  let text = "";
  for (let at: Prefix | undefined = prefix; at?.parent !== undefined; at = at.parent) {
    text = SYMBOLS[at.symbol] + text;
  }
  return text;
}
