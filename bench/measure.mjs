/** Rows of a benchmark, filled by the contenders' turns. */
import { interleave } from "./interleave.mjs";

/**
 * An empty row for a contender.
 * @param benchmark name, what is measured, unit, and perhaps a target, a least accuracy, and `more` if more is better
 */
export function createRow(benchmark, { name, label, cannot = {}, images = {} }, group = benchmark.benchmark) {
  const without = cannot[group];
  const row = { ...benchmark, contender: name, label, samples: [] };
  if (without !== undefined) row.without = without;
  if (images[group] !== undefined) row.images = images[group];
  return row;
}

/**
 * Gives every contender that can take part its turns. A peer that fails is left out from then on, and its rows say why;
 * where Inkling fails, there is nothing to compare.
 * @param turns one for each contender: { contender, rows, turn }
 */
export async function takeTurns(turns, rounds, budgetSeconds) {
  const able = turns.filter(({ rows }) => rows.every(({ without }) => without === undefined));
  const turn = async ({ contender, rows, turn: run }, round) => {
    if (rows.some(({ failed }) => failed)) return;
    try {
      await run(round);
    } catch (error) {
      if (contender.name.startsWith("inkling")) throw error;
      for (const row of rows) Object.assign(row, { failed: true, without: error.message.split("\n")[0] });
      console.error(error.message);
    }
  };
  await interleave(able, rounds, turn, budgetSeconds);
}

/** Two contenders' answers to the same question may differ by rounding. @throws Error if they differ by more */
export function checkSame(what, { label, received }, expected, tolerance) {
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - received[i])));
  if (difference <= tolerance) return;
  throw new Error(`${label} does not compute what Inkling does: ${what} differs by ${difference}.`);
}
