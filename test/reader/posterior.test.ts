import { describe, expect, test } from "vitest";
import { compileGrammar } from "../../src/reader/grammar/compile-grammar.ts";
import { acceptedLogMass } from "../../src/reader/line/accepted-mass.ts";
import { prefixBeamSearch } from "../../src/reader/line/prefix-beam-search.ts";
import { renormalise } from "../../src/reader/posterior.ts";
import { allAlignments, latticeOf } from "./line/all-alignments.ts";

const candidatesOf = (probabilities: Record<string, number>) =>
  Object.entries(probabilities).map(([text, probability]) => ({
    text,
    logProbability: Math.log(probability),
  }));

describe("renormalising", () => {
  test("divides by the sum of what is allowed, and bounds what was not found", () => {
    const candidates = candidatesOf({ "17": 0.5, "11": 0.3, "1": 0.1 });
    const { alternatives, unseen } = renormalise(candidates, { machine: compileGrammar({ length: 2 }) });
    expect(alternatives.map(({ text }) => text)).toEqual(["17", "11"]);
    expect(alternatives[0].probability).toBeCloseTo(5 / 8, 12);
    expect(alternatives[1].probability).toBeCloseTo(3 / 8, 12);
    // 0.1 is in no candidate at all.
    expect(unseen).toBeCloseTo(0.1 / 0.9, 12);
  });

  test("divides by the exact mass where it is known", () => {
    const posterior = renormalise(candidatesOf({ "17": 0.3, "11": 0.1 }), { acceptedLogMass: Math.log(0.5) });
    expect(posterior.alternatives.map(({ probability }) => probability)).toEqual([
      expect.closeTo(0.6, 12),
      expect.closeTo(0.2, 12),
    ]);
    expect(posterior.unseen).toBeCloseTo(0.2, 12);
  });

  test("of a beam search with the exact mass is Bayes' theorem by brute force", () => {
    const lattice = latticeOf("137", [
      [7, 3, 2, 4],
      [5, 2, 4, 3],
      [3, 6, 1, 5],
      [1, 2, 9, 4],
    ]);
    const machine = compileGrammar({ length: 2, range: { min: 13 } });
    const allowed = Array.from(allAlignments(lattice)).filter(
      ([text]) => /^\d\d$/.test(text) && Number(text) >= 13,
    );
    const sum = allowed.reduce((sum, [, { probability }]) => sum + probability, 0);
    const expected = allowed
      .map(([text, { probability }]) => ({
        text,
        probability: expect.closeTo(probability / sum, 10),
        order: probability,
      }))
      .sort((a, b) => b.order - a.order)
      .slice(0, 5)
      .map(({ text, probability }) => ({ text, probability }));
    const candidates = prefixBeamSearch(lattice, { machine, beamWidth: 200 });
    const posterior = renormalise(candidates, {
      machine,
      acceptedLogMass: acceptedLogMass(lattice, machine),
    });
    expect(posterior.alternatives).toEqual(expected);
    expect(posterior.unseen).toBeCloseTo(0, 10);
  });

  test("never makes a part more than the whole", () => {
    const posterior = renormalise(candidatesOf({ "17": 0.5 }), { acceptedLogMass: Math.log(0.4999999999) });
    expect(posterior).toMatchObject({ alternatives: [{ text: "17", probability: 1 }], unseen: 0 });
  });

  test("adds up candidates with the same text", () => {
    const twice = [...candidatesOf({ "4": 0.2, "9": 0.3 }), ...candidatesOf({ "4": 0.3 })];
    const [first] = renormalise(twice).alternatives;
    expect(first).toEqual({ text: "4", probability: expect.closeTo(5 / 8, 12) });
  });

  test("gives five alternatives of more", () => {
    const many = candidatesOf({ "1": 0.3, "2": 0.2, "3": 0.1, "4": 0.05, "5": 0.04, "6": 0.03 });
    expect(renormalise(many).alternatives.map(({ text }) => text)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("keeps probabilities that are too small to be numbers", () => {
    const candidates = [
      { text: "1", logProbability: -2000 },
      { text: "2", logProbability: -2000 - Math.log(3) },
    ];
    const { alternatives } = renormalise(candidates);
    expect(alternatives[0].probability).toBeCloseTo(3 / 4, 10);
    expect(alternatives[1].probability).toBeCloseTo(1 / 4, 10);
  });

  test("of nothing allowed gives nothing", () => {
    const posterior = renormalise(candidatesOf({ "1": 1 }), { machine: compileGrammar({ length: 2 }) });
    expect(posterior).toEqual({ alternatives: [], unseen: 0, acceptedLogMass: -Infinity });
  });
});
