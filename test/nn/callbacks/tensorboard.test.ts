import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { crc32c } from "../../../src/nn/callbacks/crc32c.ts";
import { summaryRecord, versionRecord } from "../../../src/nn/callbacks/event-record.ts";
import { histogramBuckets } from "../../../src/nn/callbacks/histogram.ts";
import { BackupAndRestore, TensorBoard } from "../../../src/nn/index.ts";
import { useTemporaryFolder } from "../../node/temporary-folder.ts";
import { toyModel, toySet } from "../toy.ts";
import { readEvents } from "./read-events.ts";

type Part = "train" | "validation";

/** An event as make-tensorboard-golden.py describes it. */
interface GoldenEvent {
  wallTime: number;
  step?: number;
  tag?: string;
  value?: number;
  data?: number[];
}

const goldenFile = (name: string) => readFileSync(new URL(`../../golden/${name}`, import.meta.url));
const golden = JSON.parse(goldenFile("tensorboard.json").toString()) as Record<Part, GoldenEvent[]>;

const inFolder = useTemporaryFolder();
const { x, classes } = toySet(64);
const options = { epochs: 2, verbose: 0, validationSplit: 0.25 } as const;

/** The bytes of the one event file in a folder. */
function fileIn(...folder: string[]): Buffer {
  const names = readdirSync(inFolder(...folder));
  expect(names).toHaveLength(1);
  return readFileSync(inFolder(...folder, names[0]));
}

describe("event files", () => {
  test.each(["train", "validation"] as const)(
    "are written byte for byte as TensorFlow writes them: %s",
    (part) => {
      const records = golden[part].map(({ tag, wallTime, step = 0, value, data }) =>
        tag === undefined
          ? versionRecord(wallTime)
          : summaryRecord({
              ...{ tag, wallTime, step },
              value: value ?? histogramBuckets(Float32Array.from(data ?? [])),
            }),
      );
      const expected = goldenFile(`tensorboard-${part}.tfevents`);
      expect(Buffer.concat(records).equals(expected)).toBe(true);
    },
  );

  test.each([
    // RFC 3720, appendix B.4; the last is the check value of the catalogue of CRC algorithms.
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    [new TextEncoder().encode("123456789"), 0xe3069283],
  ])("have the checksums of RFC 3720: of %s it is %d", (bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });
});

describe("TensorBoard", () => {
  test("writes the tags and steps that Keras's writes, and a fit's own figures", async () => {
    const model = toyModel();
    const board = new TensorBoard({ logDir: inFolder("logs"), histogramFreq: 1 });
    const { history } = await model.fit(x, classes, { ...options, callbacks: [board] });

    expect(readdirSync(inFolder("logs"))).toEqual(["train", "validation"]);
    for (const part of ["train", "validation"] as const) {
      const events = readEvents(fileIn("logs", part));
      // The golden network has two layers more, and Keras counts its steps.
      const known = golden[part].filter(({ tag = "" }) => !/batch_normalization|dense_2/.test(tag));
      expect(events.map(({ tag, step }) => [tag, step])).toEqual(
        known.map(({ tag = "", step = 0 }) => [tag, step]),
      );
      expect(Math.abs(events[0].wallTime - Date.now() / 1000)).toBeLessThan(30);
      const losses = events.filter(({ tag }) => tag === "epoch_loss").map(({ value }) => value);
      expect(losses).toEqual(history[part === "train" ? "loss" : "val_loss"].map(Math.fround));
    }
  });

  test("names its files as TensorFlow does, so that TensorBoard finds them", async () => {
    await toyModel().fit(x, classes, {
      verbose: 0,
      callbacks: [new TensorBoard({ logDir: `${inFolder("logs")}/` })],
    });
    expect(readdirSync(inFolder("logs"))).toEqual(["train"]);
    const [name] = readdirSync(inFolder("logs", "train"));
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\..+\.\d+\.v2$/);
    expect(name).toContain(hostname());
  });

  test("makes histograms only of the epochs asked for, and none unasked", async () => {
    for (const histogramFreq of [0, 2]) {
      const logDir = inFolder(`every-${histogramFreq}`);
      await toyModel().fit(x, classes, {
        ...{ epochs: 4, verbose: 0 },
        callbacks: [new TensorBoard({ logDir, histogramFreq })],
      });
      const steps = readEvents(fileIn(`every-${histogramFreq}`, "train"))
        .filter(({ tag }) => tag === "sequential/dense/kernel/histogram")
        .map(({ step }) => step);
      expect(steps).toEqual(histogramFreq === 0 ? [] : [0, 2]);
    }
  });

  test("a second fit begins files of its own, even in the same second", async () => {
    const board = new TensorBoard({ logDir: inFolder("logs") });
    for (let fit = 0; fit < 2; fit++) {
      await toyModel().fit(x, classes, { ...options, callbacks: [board] });
    }
    expect(readdirSync(inFolder("logs", "train"))).toHaveLength(2);
  });

  test("a folder that cannot be made stops the fit before its first epoch", async () => {
    writeFileSync(inFolder("file"), "");
    const board = new TensorBoard({ logDir: inFolder("file") });
    const model = toyModel();
    const before = await model.weightsSha256();
    await expect(model.fit(x, classes, { ...options, callbacks: [board] })).rejects.toThrow(
      "a part of the path is a file, not a folder",
    );
    expect(await model.weightsSha256()).toBe(before);
  });

  test("goes on in its files where a backup was made, and cuts off what came later", async () => {
    const backup = () => new BackupAndRestore(inFolder("backup"), { deleteCheckpoint: false });
    const run = () =>
      toyModel().fit(x, classes, {
        ...options,
        callbacks: [new TensorBoard({ logDir: inFolder("logs") }), backup()],
      });
    await run();
    const whole = fileIn("logs", "train");
    const [name] = readdirSync(inFolder("logs", "train"));
    appendFileSync(inFolder("logs", "train", name), whole.subarray(0, 20));
    await run();
    expect(fileIn("logs", "train").equals(whole)).toBe(true);
    rmSync(inFolder("logs"), { recursive: true });
    await run();
    expect(readEvents(fileIn("logs", "train")).map(({ tag }) => tag)).toEqual([""]);
  });

  test("refuses options that make no sense", () => {
    expect(() => new TensorBoard({ logDir: "" })).toThrow("logDir is no folder");
    expect(() => new TensorBoard({ histogramFreq: -1 })).toThrow("histogramFreq is out of range");
  });
});
