import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

interface Look {
  load: number;
  others?: number;
  busiest?: string;
  spin: number;
}
interface Quiet {
  busyReasons: (look: Look, options?: { afterBenchmark: boolean }) => string[];
  lookAtMachine: () => Promise<Look>;
  parseProgramStat: (text: string) => { name: string; time: number };
}

const { busyReasons, lookAtMachine, parseProgramStat } = await load<Quiet>("quiet.mjs");
const QUIET = { load: 0.1, others: 0.02, spin: 1 };

describe("busyReasons", () => {
  test("has none on a quiet machine", () => {
    expect(busyReasons(QUIET)).toEqual([]);
  });

  test("has none where a machine does not tell of other programs", () => {
    expect(busyReasons({ load: 0, spin: 0.99 })).toEqual([]);
  });

  test("names the load, the program that works most, and what a spin did not get", () => {
    const reasons = busyReasons({ load: 1.5, others: 0.9, busiest: "make (process 7)", spin: 0.55 });
    expect(reasons).toEqual([
      "The load average is 1.5, above 0.5.",
      "Other programs kept 0.9 processors busy, above 0.1, most of all make (process 7).",
      "A spin got 55 % of the processors, below 95 %.",
    ]);
  });

  test("does not hold a benchmark's own load against it", () => {
    expect(busyReasons({ ...QUIET, load: 2 }, { afterBenchmark: true })).toEqual([]);
    expect(busyReasons({ ...QUIET, load: 2 })).toHaveLength(1);
  });
});

describe("looking at the machine", () => {
  test("gives a load, and a spin's share between nothing and everything", async () => {
    const look = await lookAtMachine();
    expect(look.load).toBeGreaterThanOrEqual(0);
    expect(look.spin).toBeGreaterThan(0);
    expect(look.spin).toBeLessThan(1.1);
  });

  test("reads a program's name and time from Linux's line, whatever the name is", () => {
    // proc(5): fields 14 and 15 are the times in user and kernel mode.
    const line = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 100 1000 10";
    expect(parseProgramStat(line)).toEqual({ name: "a (b) c", time: 300 });
  });
});
