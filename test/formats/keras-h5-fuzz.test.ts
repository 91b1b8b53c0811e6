/** Damaged copies of real files: each gives an InklingError or a model, never another exception and never a hang. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { writeKerasH5 } from "../../src/formats/keras-h5-write.ts";
import { goldenBytes } from "./golden-files.ts";

const SOURCES = ["keras3-rmsprop.h5", "keras2-adam.h5", "keras1-names.h5", "functional-chain.h5"];

/** The same cases every time; with other seeds, run it longer: FUZZ_RUNS=5000 FUZZ_SEED=7 npx vitest run … */
const parameters = {
  numRuns: Number(process.env["FUZZ_RUNS"] ?? 150),
  seed: Number(process.env["FUZZ_SEED"] ?? 1),
};

async function readOrRefuse(bytes: Uint8Array): Promise<void> {
  try {
    expect((await readKerasH5(bytes)).model.class_name).toBe("Sequential");
  } catch (error) {
    expect(error).toBeInstanceOf(InklingError);
  }
}

async function expectUsable(): Promise<void> {
  const { weights } = await readKerasH5(goldenBytes("keras3-rmsprop.h5"));
  expect(weights.map(({ layer }) => layer)).toEqual(["dense", "dense_1"]);
}

test("a file cut at any place is refused or read", { timeout: 120_000 }, async () => {
  const source = fc.constantFrom(...SOURCES);
  await fc.assert(
    fc.asyncProperty(source, fc.double({ min: 0, max: 1, noNaN: true }), async (name, share) => {
      const bytes = goldenBytes(name);
      await readOrRefuse(bytes.subarray(0, Math.floor(share * bytes.length)));
    }),
    parameters,
  );
  await expectUsable();
});

test("a file with bits turned over is refused or read", { timeout: 120_000 }, async () => {
  const inkling = await writeKerasH5(await readKerasH5(goldenBytes("keras3-adam.h5")));
  const sources = [...SOURCES.map(goldenBytes), inkling];
  const flip = fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(7));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(sources.length - 1),
      fc.array(flip, { minLength: 1, maxLength: 8 }),
      async (i, flips) => {
        const bytes = sources[i].slice();
        for (const [place, bit] of flips) bytes[Math.floor(place * bytes.length)] ^= 1 << bit;
        await readOrRefuse(bytes);
      },
    ),
    parameters,
  );
  await expectUsable();
});

test("a heap of texts that would send the HDF5 library round for ever is refused", async () => {
  const bytes = goldenBytes("keras3-rmsprop.h5");
  const text = Buffer.from(bytes).toString("latin1");
  const heap = text.indexOf("GCOL");
  expect(heap).toBeGreaterThan(0);
  // Object 1's index becomes 0, free space, which then does not reach the heap's end.
  new DataView(bytes.buffer).setUint16(heap + 16, 0, true);
  await expect(readKerasH5(bytes, "x.h5")).rejects.toThrow(
    /x\.h5 cannot be read as an HDF5 file: expected a whole heap/,
  );
});

test("a file that crashes the HDF5 library is refused, and the next file is read", async () => {
  // Found by fuzzing: this byte of an object header's message makes the library read outside its memory.
  const bytes = goldenBytes("keras3-rmsprop.h5");
  bytes[18123] = 102;
  const error = (await readKerasH5(bytes).catch((reason: unknown) => reason)) as InklingError;
  expect(error).toBeInstanceOf(InklingError);
  expect(error.cause).toBeInstanceOf(WebAssembly.RuntimeError);
  await expectUsable();
});
