import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGrammar } from "../../../src/reader/grammar/compile-grammar.ts";
import type { Grammar } from "../../../src/reader/grammar/grammar.ts";
import { BLANK, CLASS_COUNT, SYMBOLS } from "../../../src/reader/grammar/symbols.ts";
import { acceptedLogMass } from "../../../src/reader/line/accepted-mass.ts";
import { alignText } from "../../../src/reader/line/ctc-alignment.ts";
import { ctcLogProbability } from "../../../src/reader/line/ctc-probability.ts";
import { prefixBeamSearch } from "../../../src/reader/line/prefix-beam-search.ts";
import { allAlignments, latticeOf, lattices } from "./all-alignments.ts";

/** Wider than there are prefixes in any lattice here. */
const ALL = 2000;
const RUNS = { numRuns: 60, seed: 6 };
const GRAMMARS: Grammar[] = [
  { length: 2 },
  { decimals: { max: 2 } },
  { range: { min: 3, max: 31 } },
  { check: "luhn" },
  { values: ["1", "131", "3.3"] },
];

/** "11" at three steps: 1, blank, 1, each at a half, or nothing. */
const TWICE = latticeOf("1", [
  [1, 1],
  [1, 1],
  [1, 1],
]);

describe("the probability of a text", () => {
  test("sums its alignments, found by hand", () => {
    // Of the eight alignments, one collapses to 11, one to nothing, and six to 1.
    expect(Math.exp(ctcLogProbability(TWICE, "11"))).toBeCloseTo(1 / 8, 12);
    expect(Math.exp(ctcLogProbability(TWICE, ""))).toBeCloseTo(1 / 8, 12);
    expect(Math.exp(ctcLogProbability(TWICE, "1"))).toBeCloseTo(6 / 8, 12);
  });

  test("is that of all alignments by brute force", () => {
    fc.assert(
      fc.property(lattices("13.", 5), (lattice) => {
        for (const [text, { probability }] of allAlignments(lattice)) {
          expect(Math.exp(ctcLogProbability(lattice, text)) / probability).toBeCloseTo(1, 10);
        }
      }),
      RUNS,
    );
  });

  test("is nothing where there are too few steps", () => {
    expect(ctcLogProbability(TWICE, "111")).toBe(-Infinity);
    expect(alignText(TWICE, "111")).toBeUndefined();
  });

  test("of a text with letters is refused", () => {
    expect(() => ctcLogProbability(TWICE, "1l")).toThrow(
      /expected signs of "0123456789\.,-\/", received "1l"/,
    );
  });

  test("wants whole steps", () => {
    expect(() => ctcLogProbability(new Float32Array(16), "1")).toThrow(/multiple of 15 values.*received 16/);
  });
});

describe("the alignment of a text", () => {
  test("is the likeliest by brute force, symbol by symbol", () => {
    fc.assert(
      fc.property(lattices("13.", 5), (lattice) => {
        for (const [text, { best }] of allAlignments(lattice)) {
          const { symbols, logProbability } = alignText(lattice, text)!;
          expect(Math.exp(logProbability) / best).toBeCloseTo(1, 10);
          expect(symbols.map(({ symbol }) => symbol).join("")).toBe(text);
          const classes = new Array<number>(lattice.length / CLASS_COUNT).fill(BLANK);
          for (const { symbol, first, last } of symbols)
            classes.fill(SYMBOLS.indexOf(symbol), first, last + 1);
          const logOfSpans = classes.reduce((sum, each, step) => sum + lattice[step * CLASS_COUNT + each], 0);
          expect(logOfSpans).toBeCloseTo(logProbability, 10);
        }
      }),
      RUNS,
    );
  });

  test("tells where each symbol begins and ends", () => {
    const [one, three, blank] = [
      [8, 1, 1],
      [1, 8, 1],
      [1, 1, 8],
    ];
    const lattice = latticeOf("13", [blank, one, one, blank, three, three, three, one, blank]);
    expect(alignText(lattice, "131")!.symbols).toEqual([
      { symbol: "1", first: 1, last: 2 },
      { symbol: "3", first: 4, last: 6 },
      { symbol: "1", first: 7, last: 7 },
    ]);
  });
});

describe("the beam search", () => {
  test("finds every text with the sum of its alignments when it is wide enough", () => {
    fc.assert(
      fc.property(lattices("13.", 5), (lattice) => {
        const known = allAlignments(lattice);
        const found = prefixBeamSearch(lattice, { beamWidth: ALL, depth: Infinity });
        expect(found.map(({ text }) => text).sort()).toEqual(Array.from(known.keys()).sort());
        for (const { text, logProbability } of found) {
          expect(Math.exp(logProbability) / known.get(text)!.probability).toBeCloseTo(1, 10);
        }
      }),
      RUNS,
    );
  });

  test("finds what a grammar allows of these, likeliest first", () => {
    fc.assert(
      fc.property(lattices("13.", 5), fc.constantFrom(...GRAMMARS), (lattice, grammar) => {
        const machine = compileGrammar(grammar);
        const known = Array.from(allAlignments(lattice)).filter(([text]) => machine.allows(text));
        const found = prefixBeamSearch(lattice, { machine, beamWidth: ALL, depth: Infinity });
        expect(found.map(({ text }) => text).sort()).toEqual(known.map(([text]) => text).sort());
        const expected = known.map(([, { probability }]) => probability).sort((a, b) => b - a);
        for (const [i, { logProbability }] of found.entries()) {
          expect(Math.exp(logProbability) / expected[i]).toBeCloseTo(1, 10);
        }
      }),
      RUNS,
    );
  });

  test("with a narrow beam misses texts, but none of their alignments", () => {
    const lattice = latticeOf("13", [
      [5, 4, 1],
      [2, 4, 3],
      [4, 1, 6],
    ]);
    const found = prefixBeamSearch(lattice, { beamWidth: 3 });
    const known = allAlignments(lattice);
    expect(found).toHaveLength(3);
    for (const { text, logProbability } of found) {
      expect(Math.exp(logProbability)).toBeCloseTo(known.get(text)!.probability, 12);
    }
  });

  test("widens a beam in which no allowed text was left", () => {
    // The two likeliest beginnings of four steps have at most two digits, from which one step does not lead to five.
    const [one, blank] = [
      [97, 1, 2],
      [1, 1, 98],
    ];
    const lattice = latticeOf("13", [one, blank, one, blank, one]);
    const found = prefixBeamSearch(lattice, { machine: compileGrammar({ length: 5 }), beamWidth: 2 });
    expect(found[0].text).toHaveLength(5);
    expect(found[0].logProbability).toBeCloseTo(ctcLogProbability(lattice, found[0].text), 10);
  });

  test("asks a check as a function of whole texts alone", () => {
    const asked: string[] = [];
    const check = (text: string) => asked.push(text) > 0 && text === "11";
    const found = prefixBeamSearch(TWICE, { machine: compileGrammar({ check }) });
    expect(found.map(({ text }) => text)).toEqual(["11"]);
    expect(asked.sort()).toEqual(["1", "11"]);
  });

  test("finds nothing where nothing fits", () => {
    expect(prefixBeamSearch(TWICE, { machine: compileGrammar({ length: 4 }) })).toEqual([]);
  });
});

describe("the mass of what a grammar allows", () => {
  test("is the sum over its texts by brute force", () => {
    fc.assert(
      fc.property(lattices("13.", 5), fc.constantFrom(...GRAMMARS), (lattice, grammar) => {
        const machine = compileGrammar(grammar);
        let sum = 0;
        for (const [text, { probability }] of allAlignments(lattice)) {
          if (machine.allows(text)) sum += probability;
        }
        const mass = Math.exp(acceptedLogMass(lattice, machine)!);
        if (sum === 0) expect(mass).toBe(0);
        else expect(mass / sum).toBeCloseTo(1, 10);
      }),
      RUNS,
    );
  });

  test("keeps its digits where what is allowed is next to impossible", () => {
    const lattice = latticeOf("1", [
      [1, 1e-30],
      [1, 1e-30],
      [1, 1e-30],
    ]);
    const mass = acceptedLogMass(lattice, compileGrammar({ length: 2 }))!;
    expect(mass / Math.log(1e-30)).toBeCloseTo(1, 10);
  });

  test("is left open where it would take long", () => {
    const lattice = latticeOf(
      "1",
      Array.from({ length: 2000 }, () => [1, 1]),
    );
    const machine = compileGrammar({ length: { max: 20 }, check: "luhn" });
    expect(acceptedLogMass(lattice, machine)).toBeUndefined();
  });
});
