/**
 * The row passes of a step in their order. Passes that follow each other are taken together, a block of rows at a time, so
 * that what one pass writes is still in the cache when the next one reads it; but for those that
 * take all rows at once (see `Stage.takesAllRows`).
 */
import type { Kernels } from "./kernels.ts";
import { share } from "./part.ts";
import type { RowPass, StepFacts } from "./stage.ts";

/** Rows that the dense kernel takes at a time: every thread's share begins at a multiple of it. */
const ROW_GROUP = 4;

/** How a pass is taken. */
interface PassOptions {
  /** Whether all rows are taken at once. @default false */
  allRows?: boolean;
  /** Whether later passes need what it leaves of all rows, those of other threads too. @default false */
  thenMeet?: boolean;
}

/** Passes that are taken together. */
interface Run {
  passes: RowPass[];
  allRows: boolean;
  thenMeet: boolean;
}

export class RowSchedule {
  readonly #runs: Run[] = [];
  readonly #blockRows: number;

  /** @param blockRows rows of a block */
  constructor(blockRows: number) {
    this.#blockRows = blockRows;
  }

  /** Appends a pass. */
  add(pass: RowPass, { allRows = false, thenMeet = false }: PassOptions = {}): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && !last.thenMeet && last.allRows === allRows) {
      last.passes.push(pass);
      last.thenMeet = thenMeet;
    } else {
      this.#runs.push({ passes: [pass], allRows, thenMeet });
    }
  }

  /** Runs a thread's share of the rows. @param meet returns when all threads have called it */
  run(kernels: Kernels, facts: StepFacts, meet: () => void): void {
    const [first, end] = share(facts.rows, ROW_GROUP, facts.part);
    for (const { passes, allRows, thenMeet } of this.#runs) {
      const block = allRows ? Math.max(1, end - first) : this.#blockRows;
      for (let from = first; from < end; from += block) {
        const to = Math.min(end, from + block);
        for (const pass of passes) pass(kernels, from, to, facts);
      }
      if (thenMeet) meet();
    }
  }
}
