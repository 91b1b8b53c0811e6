/** Two readers' opinions joined: closed forms. */
import { expect, test } from "vitest";
import { joinSources, type TextSource } from "../../../src/reader/number/join-sources.ts";

const source = (shares: Record<string, number>, weight = 1): TextSource => ({
  candidates: Object.entries(shares).map(([text, share]) => ({ text, logProbability: Math.log(share) })),
  logProbabilityOf: (text) => Math.log(shares[text] ?? 0),
  weight,
});
const sharesOf = (sources: TextSource[], temperature = 1) =>
  Object.fromEntries(
    joinSources(sources, temperature).map(({ text, logProbability }) => [text, Math.exp(logProbability)]),
  );

test("one reader alone keeps its probabilities", () => {
  const shares = sharesOf([source({ "12": 0.7, "17": 0.3 })]);
  expect(shares["12"]).toBeCloseTo(0.7, 12);
  expect(shares["17"]).toBeCloseTo(0.3, 12);
});

test("two readers give the normalised geometric mean", () => {
  const shares = sharesOf([source({ "1": 0.8, "7": 0.2 }), source({ "1": 0.2, "7": 0.8 })]);
  expect(shares["1"]).toBeCloseTo(0.5, 12);
  // sqrt(0.9 · 0.6) against sqrt(0.1 · 0.4).
  const agreeing = sharesOf([source({ "1": 0.9, "7": 0.1 }), source({ "1": 0.6, "7": 0.4 })]);
  expect(agreeing["1"]).toBeCloseTo(Math.sqrt(0.54) / (Math.sqrt(0.54) + Math.sqrt(0.04)), 12);
});

test("a reader of three times the weight counts three times", () => {
  const shares = sharesOf([source({ "1": 0.9, "7": 0.1 }, 3), source({ "1": 0.1, "7": 0.9 }, 1)]);
  const [one, seven] = [0.9 ** 0.75 * 0.1 ** 0.25, 0.1 ** 0.75 * 0.9 ** 0.25];
  expect(shares["1"]).toBeCloseTo(one / (one + seven), 12);
});

test("a text that one reader never thought of is unlikely, not impossible", () => {
  const shares = sharesOf([source({ "1": 1 }), source({ "7": 1 })]);
  expect(shares["1"]).toBeCloseTo(0.5, 12);
  expect(shares["7"]).toBeCloseTo(0.5, 12);
});

test("a temperature of two takes the square root of every probability", () => {
  const shares = sharesOf([source({ "1": 0.9, "7": 0.1 })], 2);
  expect(shares["1"]).toBeCloseTo(3 / (3 + 1), 12);
});
