import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { saveKnownModel } from "./model-file.ts";
import { ended, inkling, startInkling } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

describe("help and version", () => {
  test("--version prints the package's version", async () => {
    expect(await inkling(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test.each([
    [[]],
    [["notebook"]],
    [["train"]],
    [["evaluate"]],
    [["summary"]],
    [["predict"]],
    [["report"]],
    [["plot"]],
    [["show"]],
    [["data"]],
    [["data", "fetch"]],
    [["data", "info"]],
  ])("%j --help has usage and an example that calls the command", async (command: string[]) => {
    const { status, stdout, stderr } = await inkling([...command, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const name = ["inkling", ...command].join(" ");
    expect(stdout).toMatch(new RegExp(`^Usage: ${name} `));
    expect(stdout).toMatch(new RegExp(`\nExamples:\n  \\$ ${name}`));
    const examples = stdout.slice(stdout.indexOf("Examples:"));
    expect(
      Math.max(
        ...stdout
          .replace(examples, "")
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThan(81);
  });
});

describe("wrong usage exits with 2 and prints nothing on standard output", () => {
  test.each([
    [["trian"], /unknown command 'trian'\n\(Did you mean train\?\)/],
    [["data", "get"], /unknown command 'get'/],
    [["train", "--epoch", "3"], /unknown option '--epoch'\n\(Did you mean --epochs\?\)/],
    [["train", "--epochs", "-1"], /'-1' is invalid. Expected a whole number of at least 1/],
    [["train", "--epochs", "2.5"], /'2.5' is invalid. Expected a whole number of at least 1/],
    [["train", "--batch-size", "0"], /'0' is invalid. Expected a whole number of at least 1/],
    [["train", "--seed", "x"], /'x' is invalid. Expected a whole number of at least 0/],
    [["train", "--verbose", "3"], /Allowed choices are 0, 1, 2/],
    [["train", "--recipe", "cnn"], /Allowed choices are ann, ann-best, seed, sprint/],
    [["train", "--save", "m.txt"], /expected a name that ends in \.keras, \.h5, .*received \.txt/],
    [["evaluate"], /--set test measures a model: expected inkling evaluate MODEL, received no model/],
    [["evaluate", "m.h5", "--set", "dev"], /--set dev is no set: expected test or train, or a folder/],
    [["evaluate", "m.h5", "--out", "a"], /--out is for a folder of handwriting: expected --set DIR/],
    [["evaluate", "--set", ".", "--dataset", "ink"], /--dataset ink is for MNIST's halves/],
    [["summary", "a.h5", "b.h5"], /too many arguments/],
    [["predict", "m.h5"], /no image is named: expected either --index N.*received neither/],
    [["predict", "m.h5", "a.png", "--index", "3"], /two images are named.*received --index 3 and a.png/],
    [["show"], /no image is named/],
    [["show", "--index", "3", "--normalise"], /--normalise is for pictures/],
    [["plot", "pie"], /Allowed choices are history, confusion, samples, misread/],
    [["plot", "confusion"], /needs --model FILE/],
    [["plot", "history"], /needs --history FILE/],
    [["plot", "samples", "--out", "a.jpg"], /a.jpg names no format of plots: expected .*\.svg or \.png/],
  ])("%j", async (args, message) => {
    const { status, stdout, stderr } = await inkling(args, { cwd: inFolder() });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  test("no command at all prints the help, on standard error", async () => {
    const { status, stdout, stderr } = await inkling([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: inkling /);
  });
});

describe("the process", () => {
  test("ends without complaint where the reader of its output has gone", async () => {
    await saveKnownModel(inFolder("model.h5"));
    const child = startInkling(["summary", inFolder("model.h5")]);
    child.stdout.destroy();
    const { status, stderr } = await ended(child);
    // What a shell reports of a program that SIGPIPE ended.
    expect({ status, stderr }).toEqual({ status: 141, stderr: "" });
  });

  test("prints no control characters into a pipe, even where a CI service is recognised", async () => {
    await saveKnownModel(inFolder("model.h5"));
    const { stdout } = await inkling(["summary", inFolder("model.h5")], { env: { CI: "true" } });
    expect(stdout).toContain("Total params: 7,850");
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
