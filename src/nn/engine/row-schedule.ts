/**
 * The row passes of a step in their order. Passes between two meetings of the threads are taken together, a block of
 * rows at a time, so that what one pass writes is still in the cache when the next one reads it.
 */
import type { Kernels } from "./kernels.ts";
import { share } from "./part.ts";
import type { RowPass, StepFacts } from "./stage.ts";

/** Rows that the dense kernel takes at a time: every block begins at a multiple of it. */
const ROW_GROUP = 4;

export class RowSchedule {
  /** Passes between two meetings. */
  readonly #runs: RowPass[][] = [[]];
  readonly #blockRows: number;

  /** @param blockRows rows of a block, a multiple of 4 */
  constructor(blockRows: number) {
    this.#blockRows = blockRows;
  }

  /** Appends a pass. @param thenMeet whether later passes need what it leaves of all rows */
  add(pass: RowPass, thenMeet = false): void {
    this.#runs[this.#runs.length - 1].push(pass);
    if (thenMeet) this.#runs.push([]);
  }

  /** Runs a thread's share of the rows. @param meet returns when all threads have called it */
  run(kernels: Kernels, facts: StepFacts, meet: () => void): void {
    const [first, end] = share(facts.rows, ROW_GROUP, facts.part);
    this.#runs.forEach((passes, i) => {
      if (i > 0) meet();
      for (let from = first; from < end; from += this.#blockRows) {
        const to = Math.min(end, from + this.#blockRows);
        for (const pass of passes) pass(kernels, from, to, facts);
      }
    });
  }
}
