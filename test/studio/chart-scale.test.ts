/** The axes of the charts: round numbers, and ranges that hold what they show. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { epochTicks, scaleOf } from "../../web/src/train/chart-scale.ts";

const SHARES = [0, 1] as const;

test.each([
  [[0.48, 0.95], { low: 0.4, high: 1, ticks: [0.4, 0.6, 0.8, 1] }],
  [[0.951, 0.962], { low: 0.95, high: 0.965, ticks: [0.95, 0.955, 0.96, 0.965] }],
  [[0.3, 0.7], { low: 0.3, high: 0.7, ticks: [0.3, 0.4, 0.5, 0.6, 0.7] }],
  [[], { low: 0, high: 1, ticks: [0, 0.5, 1] }],
])("shares %j lie on a round axis", (values, expected) => {
  expect(scaleOf(values, 4, SHARES)).toEqual(expected);
});

test("shares that are all the same have a range too, within its bounds", () => {
  const whole = scaleOf([1, 1], 4, SHARES);
  expect(whole.high).toBe(1);
  expect(whole.low).toBeLessThan(1);
  const flat = scaleOf([0.9, 0.9], 4, SHARES);
  expect(flat.low).toBeLessThanOrEqual(0.9);
  expect(flat.high).toBeGreaterThan(flat.low);
});

test("an axis holds its values, is no longer than it must be, and has a few ticks", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 500, noNaN: true }), { minLength: 2 }), (values) => {
      const { low, high, ticks } = scaleOf(values, 4, [0, Infinity]);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      expect(low).toBeLessThanOrEqual(least * (1 + 1e-9));
      expect(high).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(ticks.length).toBeLessThanOrEqual(7);
      // One step beyond the values at either end, and no more.
      const step = ticks.length > 1 ? ticks[1] - ticks[0] : high - low;
      expect(least - low).toBeLessThanOrEqual(step * (1 + 1e-6));
      expect(high - most).toBeLessThanOrEqual(step * (1 + 1e-6));
    }),
  );
});

test.each([
  [1, [1]],
  [2, [1, 2]],
  [8, [1, 2, 3, 4, 5, 6, 7, 8]],
  [25, [1, 5, 10, 15, 20, 25]],
  [1000, [1, 200, 400, 600, 800, 1000]],
])("%i epochs are named by %j", (last, ticks) => {
  expect(epochTicks(last, 8)).toEqual(ticks);
});
