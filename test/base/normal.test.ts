import { expect, test } from "vitest";
import { NormalStream } from "../../src/base/normal.ts";
import { Random } from "../../src/base/random.ts";

const COUNT = 200_000;

function draw(seed: number): Float64Array {
  const stream = new NormalStream(new Random(seed));
  return Float64Array.from({ length: COUNT }, () => stream.next());
}

/** The mean of a power of the numbers. */
function moment(values: Float64Array, power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

test("NormalStream has the moments of the standard normal distribution", () => {
  const values = draw(1);
  // Five standard errors of each: the variances of x, x², x³ and x⁴ are 1, 2, 15 and 96.
  const within = (variance: number): number => 5 * Math.sqrt(variance / COUNT);
  expect(Math.abs(moment(values, 1))).toBeLessThan(within(1));
  expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(within(2));
  expect(Math.abs(moment(values, 3))).toBeLessThan(within(15));
  expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(within(96));
});

test.each([
  [-2.326348, 0.01],
  [-0.67449, 0.25],
  [0, 0.5],
  [1.281552, 0.9],
  [3.090232, 0.999],
])("NormalStream has the quantile %d at %d, as the tables have it", (quantile, share) => {
  const below = draw(2).filter((value) => value < quantile).length;
  expect(Math.abs(below / COUNT - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / COUNT));
});

test("NormalStream gives independent neighbours: both numbers of a pair are used", () => {
  const values = draw(3);
  let sum = 0;
  for (let i = 1; i < COUNT; i++) sum += values[i] * values[i - 1];
  expect(Math.abs(sum / COUNT)).toBeLessThan(5 / Math.sqrt(COUNT));
});

test("equal seeds give equal numbers, others give others", () => {
  expect(draw(4)).toEqual(draw(4));
  expect(draw(4)).not.toEqual(draw(5));
});
