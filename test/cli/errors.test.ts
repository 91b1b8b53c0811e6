import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { Dense, Sequential } from "../../src/nn/index.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { saveKnownModel } from "./model-file.ts";
import { inkling } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();

/** A machine without MNIST. */
function bareMachine(): Record<string, string | undefined> {
  const home = inFolder("home");
  const cache = { XDG_CACHE_HOME: inFolder("cache"), LOCALAPPDATA: inFolder("cache") };
  return { INKLING_DATA: undefined, HOME: home, USERPROFILE: home, ...cache };
}

async function expectFailure(args: readonly string[], message: RegExp): Promise<void> {
  const { status, stdout, stderr } = await inkling(args, { cwd: inFolder(), env: bareMachine() });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
}

describe("a model that cannot be used", () => {
  test.each(["evaluate", "summary", "report"])("%s names a file that is not there", async (command) => {
    await expectFailure([command, "nowhere.h5"], /^there is no model file nowhere\.h5\. Check the path/);
  });

  test("a text file is no model", async () => {
    writeFileSync(inFolder("model.h5"), "Dear model,\n");
    await expectFailure(
      ["summary", "model.h5"],
      /^model\.h5 is not a model file: expected .*received 12 bytes/,
    );
  });

  test("a model of other shapes reads no digits, but its summary is printed", async () => {
    await new Sequential([new Dense(3, { inputShape: [4] })]).save(inFolder("other.h5"));
    await expectFailure(
      ["predict", "other.h5", "--index", "1"],
      /^other\.h5 does not read digits: expected .*\(None, 784\).*received one from \(None, 4\) to \(None, 3\)/,
    );
    const { status, stdout } = await inkling(["summary", "other.h5"], { cwd: inFolder() });
    expect(status).toBe(0);
    expect(stdout).toContain("Total params: 15 ");
  });
});

describe("a picture that cannot be read", () => {
  beforeEach(() => saveKnownModel(inFolder("model.h5")));

  test("is named where it is not there", async () => {
    await expectFailure(
      ["predict", "model.h5", "no.png"],
      /^no\.png cannot be read: received there is no such file/,
    );
    await expectFailure(["show", "no.png"], /^no\.png cannot be read/);
  });

  test("is refused where it is cut off", async () => {
    const noise = Uint8Array.from({ length: 100 * 100 }, (_, i) => (i * i * 31) % 256);
    const raw = { width: 100, height: 100, channels: 1 } as const;
    const whole = await sharp(noise, { raw }).png().toBuffer();
    writeFileSync(inFolder("cut.png"), whole.subarray(0, whole.length / 2));
    await expectFailure(["predict", "model.h5", "cut.png"], /^cut\.png is not an image that can be read/);
  });

  test.each([
    ["all white", "#ffffff"],
    ["all black", "#000000"],
  ])("is called blank where it is %s", async (_, background) => {
    await sharp({ create: { width: 60, height: 40, channels: 3, background } }).toFile(inFolder("blank.png"));
    const blank = /^blank\.png is blank: expected a picture of a digit.*received 60 × 40 pixels/;
    await expectFailure(["predict", "model.h5", "blank.png"], blank);
    await expectFailure(["show", "blank.png", "--normalise"], blank);
  });

  test("stops the notebook before its training", async () => {
    await expectFailure(["notebook", "--image", "no.png"], /^no\.png cannot be read/);
  });
});

const NOWHERE =
  /^MNIST was not found: expected train-images-idx3-ubyte\.gz.*\n {2}INKLING_DATA: is not set\n(.*\n)*.*--data FOLDER\. Or do without: .*--dataset ink.*$/m;

describe("MNIST that is nowhere", () => {
  test.each([[["train"]], [["data", "fetch"]], [["data", "info"]], [["show", "--index", "3"]]])(
    "%j says where it looked and what to do",
    async (args: string[]) => {
      await expectFailure([...args, "--no-download"], NOWHERE);
    },
  );

  test("the notebook that was told to take it says so under its first heading", async () => {
    const { status, stdout, stderr } = await inkling(["notebook", "--no-download", "--dataset", "mnist"], {
      cwd: inFolder(),
      env: bareMachine(),
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^── 1\. Load the data ─+\n$/);
    expect(stderr).toMatch(NOWHERE);
    expect(stderr).not.toContain("    at ");
  });

  test("a folder given that lacks it is named", async () => {
    await expectFailure(["data", "info", "--data", "."], /^\. holds none of MNIST's files: expected/);
  });
});

describe("where output cannot go", () => {
  test("is known before the training", async () => {
    writeFileSync(inFolder("file"), "");
    await expectFailure(
      ["train", "--save", "file/model.h5"],
      /^file\/model\.h5 cannot be written: received a part of the path is a file/,
    );
  });
});

test("--debug prints the stack and the causes, wherever it stands", async () => {
  writeFileSync(inFolder("model.h5"), "Dear model,\n");
  for (const args of [
    ["--debug", "summary", "model.h5"],
    ["summary", "model.h5", "--debug"],
  ]) {
    const { status, stderr } = await inkling(args, { cwd: inFolder() });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^InklingError: model\.h5 is not a model file.*\n {4}at /);
  }
  expect(readFileSync(inFolder("model.h5"), "utf8")).toBe("Dear model,\n");
});
