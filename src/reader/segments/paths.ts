/**
 * Sums and best paths over the lattice. A path is a way from its first node to its last by edges that each are a symbol or nothing; its
 * score is the sum of theirs. P(text) is the sum of e^score over all paths that spell it, divided by the sum over all paths: a
 * conditional random field over segmentations.
 * Source: S. Sarawagi, W. W. Cohen, "Semi-Markov conditional random fields for information extraction", NIPS 2004.
 */
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import { SYMBOLS } from "../grammar/symbols.ts";
import { logAdd } from "../log-sum.ts";
import { byProbability, type TextCandidate } from "../text-candidate.ts";
import { NOTHING, type Edge } from "./edges.ts";

/** Texts that go on from each node, and how far below the likeliest they may be, ln: below that is one in 160,000. */
const BEAM = 48;
const DEPTH = 12;

/** ln of the sum over all paths; over those that the machine accepts, if there is one. */
export function logSumOfPaths(edges: readonly (readonly Edge[])[], machine?: GrammarMachine): number {
  const sums: Map<number, number>[] = Array.from({ length: edges.length + 1 }, () => new Map());
  sums[0].set(machine?.start ?? 0, 0);
  edges.forEach((starting, node) => {
    for (const [state, sum] of sums[node]) {
      for (const { to, scores } of starting) {
        for (const [symbol, score] of scores) {
          const next = stepOn(machine, state, symbol);
          if (next !== undefined) sums[to].set(next, logAdd(sum + score, sums[to].get(next) ?? -Infinity));
        }
      }
    }
  });
  let total = -Infinity;
  for (const [state, sum] of sums[edges.length]) {
    if (machine === undefined || machine.accepts(state)) total = logAdd(total, sum);
  }
  return total;
}

/** The likeliest texts; their scores are exact, only texts can be missed. */
export function likeliestTexts(
  edges: readonly (readonly Edge[])[],
  machine?: GrammarMachine,
): TextCandidate[] {
  const beams: Map<string, { sum: number; state: number }>[] = Array.from(
    { length: edges.length + 1 },
    () => new Map(),
  );
  beams[0].set("", { sum: 0, state: machine?.start ?? 0 });
  edges.forEach((starting, node) => {
    const kept = likeliest([...beams[node]].map(([text, { sum, state }]) => ({ text, sum, state })));
    for (const { text, sum, state } of kept) {
      for (const { to, scores } of starting) {
        for (const [symbol, score] of scores) {
          const next = stepOn(machine, state, symbol);
          if (next === undefined) continue;
          const longer = text + symbol;
          const known = beams[to].get(longer)?.sum ?? -Infinity;
          beams[to].set(longer, { sum: logAdd(known, sum + score), state: next });
        }
      }
    }
  });
  const ended = [...beams[edges.length]].map(([text, { sum }]) => ({ text, sum }));
  return likeliest(ended.filter(({ text }) => machine === undefined || machine.allows(text)))
    .map(({ text }) => ({ text, logProbability: logSumOfText(edges, text) }))
    .sort(byProbability);
}

function likeliest<T extends { sum: number }>(texts: T[]): T[] {
  const kept = texts.sort((a, b) => b.sum - a.sum).slice(0, BEAM);
  return kept.filter(({ sum }) => sum >= kept[0].sum - DEPTH);
}

/** ln of the sum over all paths that spell the text. */
export function logSumOfText(edges: readonly (readonly Edge[])[], text: string): number {
  const length = text.length + 1;
  const sums = new Float64Array((edges.length + 1) * length).fill(-Infinity); // (nodes, symbols so far)
  sums[0] = 0;
  edges.forEach((starting, node) => {
    for (let done = 0; done < length; done++) {
      const sum = sums[node * length + done];
      if (sum === -Infinity) continue;
      for (const { to, scores } of starting) {
        const at = to * length + done;
        const passed = scores.get(NOTHING);
        if (passed !== undefined) sums[at] = logAdd(sums[at], sum + passed);
        const read = done < text.length ? scores.get(text[done]) : undefined;
        if (read !== undefined) sums[at + 1] = logAdd(sums[at + 1], sum + read);
      }
    }
  });
  return sums[edges.length * length + text.length];
}

/** The edges of the best path that spells the text, with their symbols; undefined if none does. */
export function bestPath(
  edges: readonly (readonly Edge[])[],
  text: string,
): { edge: Edge; symbol: string }[] | undefined {
  const length = text.length + 1;
  const best = new Float64Array((edges.length + 1) * length).fill(-Infinity);
  const from: ({ edge: Edge; symbol: string } | undefined)[] = [];
  best[0] = 0;
  edges.forEach((starting, node) => {
    for (let done = 0; done < length; done++) {
      const sum = best[node * length + done];
      if (sum === -Infinity) continue;
      for (const edge of starting) {
        for (const [symbol, score] of edge.scores) {
          if (symbol !== NOTHING && symbol !== text[done]) continue;
          const at = edge.to * length + done + symbol.length;
          if (sum + score <= best[at]) continue;
          best[at] = sum + score;
          from[at] = { edge, symbol };
        }
      }
    }
  });
  if (best[edges.length * length + text.length] === -Infinity) return undefined;
  const path: { edge: Edge; symbol: string }[] = [];
  for (let node = edges.length, done = text.length; node > 0;) {
    const step = from[node * length + done];
    if (step === undefined) return undefined;
    path.push(step);
    node = step.edge.from;
    done -= step.symbol.length;
  }
  return path.toReversed();
}

function stepOn(machine: GrammarMachine | undefined, state: number, symbol: string): number | undefined {
  return machine === undefined || symbol === NOTHING ? state : machine.step(state, SYMBOLS.indexOf(symbol));
}
