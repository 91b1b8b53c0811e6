import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

interface Settings {
  names: string[];
  peers: string[] | undefined;
  python: string | undefined;
  rounds: number;
  cnnImages: number | undefined;
  quick: boolean;
}
type Parse = (argv: string[], known: unknown, environment?: Record<string, string>) => Settings;

const { parseOptions, publicCommand, UsageError } = await load<{
  parseOptions: Parse;
  publicCommand: (argv: string[]) => string;
  UsageError: typeof Error;
}>("options.mjs");
const known = { standard: ["seed-epoch", "inference"], alone: ["roofline"], peers: ["numpy", "tfjs-cpu"] };
const parse = (...argv: string[]): Settings => parseOptions(argv, known, { INKLING_PYTHON: "/python" });

describe("the benchmarks' command line", () => {
  test("without names it means every benchmark but those that run alone", () => {
    expect(parse().names).toEqual(["seed-epoch", "inference"]);
  });

  test("names choose, apart or with commas, each once", () => {
    expect(parse("inference,roofline", "inference").names).toEqual(["inference", "roofline"]);
  });

  test("an unknown benchmark's error lists the known ones", () => {
    expect(() => parse("epoch")).toThrow(UsageError);
    expect(() => parse("epoch")).toThrow(
      "There is no benchmark epoch; there are seed-epoch, inference, roofline.",
    );
  });

  test("an unknown peer's error lists the known ones", () => {
    expect(() => parse("--peers", "keras")).toThrow("There is no peer keras; there are numpy, tfjs-cpu.");
  });

  test("peers are left to the machine unless they are named, none or all", () => {
    expect(parse().peers).toBeUndefined();
    expect(parse("--peers", "none").peers).toEqual([]);
    expect(parse("--peers", "all").peers).toEqual(["numpy", "tfjs-cpu"]);
    expect(parse("--peers", "tfjs-cpu").peers).toEqual(["tfjs-cpu"]);
  });

  test("--python overrules INKLING_PYTHON", () => {
    expect(parse().python).toBe("/python");
    expect(parse("--python", "/other").python).toBe("/other");
  });

  test("a quick run has one round, others three, and --rounds overrules both", () => {
    expect(parse("--quick").rounds).toBe(1);
    expect(parse().rounds).toBe(3);
    expect(parse("--quick", "--rounds", "5").rounds).toBe(5);
    expect(() => parse("--rounds", "0")).toThrow("--rounds takes a whole number from 1, not 0.");
  });

  test("--readme is refused where the figures are not for publishing", () => {
    for (const option of ["--quick", "--busy-ok", "--cnn-images=640"]) {
      expect(() => parse("--readme", option)).toThrow(`not with ${option.replace("=640", "")}.`);
    }
    expect(() => parse("--readme", "inference")).toThrow("--readme needs all benchmarks");
    expect(parse("--readme", "roofline").names).toEqual(["roofline"]);
  });
});

describe("the command as it is published", () => {
  test("keeps names and options, and says nothing of the machine's paths", () => {
    const argv = ["inference", "--python", "/home/me/bin/python", "--rounds=5", "--json", "/home/me/x.json"];
    expect(publicCommand(argv)).toBe("npm run bench -- inference --python PATH --rounds 5");
    expect(publicCommand([])).toBe("npm run bench");
  });
});
