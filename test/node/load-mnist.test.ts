import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { MNIST_FILES, describeDataSet, encodeIdx } from "../../src/data/index.ts";
import { loadMnist } from "../../src/node/load-mnist.ts";
import { describeWithMnist, mnistFolder } from "../mnist.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";
import { useTestServer } from "./test-server.ts";

const inFolder = useTemporaryFolder();
const startServer = useTestServer();
/** Asked before the tests clear the variable that names it. */
const given = mnistFolder();
const shared = join(given ?? "", "mnist");
const NAMES = Object.values(MNIST_FILES).map(({ name }) => name);
const FOREIGN = gzipSync(encodeIdx({ data: new Uint8Array(5), shape: [5] }));

/** A machine on which nothing is cached and no variable is set. */
beforeEach(() => {
  vi.stubEnv("INKLING_DATA", undefined);
  vi.stubEnv("HOME", inFolder("home"));
  vi.stubEnv("USERPROFILE", inFolder("home"));
  vi.stubEnv("LOCALAPPDATA", undefined);
  vi.stubEnv("XDG_CACHE_HOME", inFolder("cache"));
});

afterEach(() => vi.unstubAllEnvs());

function cached(name: string): string {
  return inFolder("cache", "inkling", "mnist", name);
}

describe("loadMnist without MNIST", () => {
  test("names every place it looked in, why, and what to do", async () => {
    const error = await loadMnist({ mirrors: ["http://127.0.0.1:1/mnist"] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(NotFoundError);
    const { message } = error as Error;
    expect(message).toContain("INKLING_DATA: is not set");
    expect(message).toContain(`Inkling's cache: ${join(inFolder("cache"), "inkling", "mnist")} holds none`);
    expect(message).toContain(`Keras's cache: ${join(inFolder("home"), ".keras", "datasets")} holds none`);
    expect(message).toMatch(
      /Download: http:\/\/127.0.0.1:1\/mnist\/train-images-idx3-ubyte.gz was not delivered/,
    );
    for (const name of NAMES) expect(message).toContain(`${name}.gz`);
    expect(message).toMatch(
      /INKLING_DATA=FOLDER or --data FOLDER\. Or do without: loadInk\(\), --dataset ink/,
    );
  });

  test("asks no mirror where downloads are switched off", async () => {
    await expect(loadMnist({ download: false })).rejects.toThrow(/Download: is switched off/);
    await expect(loadMnist({ mirrors: [] })).rejects.toThrow(/Download: no mirror was given/);
  });

  test("does not pass over a folder that was given and lacks it", async () => {
    mkdirSync(inFolder("given"));
    const loading = loadMnist({ data: inFolder("given") });
    await expect(loading).rejects.toThrow(NotFoundError);
    await expect(loading).rejects.toThrow(/given holds none of MNIST's files: expected train-images/);
  });

  test("names the files that a given folder lacks", async () => {
    mkdirSync(inFolder("given", "mnist"), { recursive: true });
    for (const name of NAMES.slice(0, 3)) writeFileSync(inFolder("given", "mnist", name), "x");
    await expect(loadMnist({ data: inFolder("given") })).rejects.toThrow(
      /mnist lacks t10k-labels-idx1-ubyte/,
    );
  });

  test("refuses foreign files in INKLING_DATA, and points to loadIdx", async () => {
    vi.stubEnv("INKLING_DATA", inFolder("own"));
    mkdirSync(inFolder("own"));
    const small = { data: Uint8Array.of(7, 2), shape: [2] };
    for (const name of NAMES) writeFileSync(inFolder("own", name), encodeIdx(small));
    const loading = loadMnist();
    await expect(loading).rejects.toThrow(InklingError);
    await expect(loading).rejects.toThrow(
      /is not MNIST's .* expected SHA-256 .* loadIdx\(imagesPath, labelsPath\)/,
    );
  });

  test("never uses a download whose SHA-256 is wrong, keeps it aside, and asks the next mirror", async () => {
    const asked: string[] = [];
    const mirror = await startServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(FOREIGN);
    });
    const loading = loadMnist({ mirrors: [`${mirror}/one/`, `${mirror}/two`] });
    await expect(loading).rejects.toThrow(NotFoundError);
    await expect(loading).rejects.toThrow(
      /kept aside as .*train-images-idx3-ubyte\.gz\.mismatch.*SHA-256 ba891046/,
    );
    expect(asked).toEqual(["/one/train-images-idx3-ubyte.gz", "/two/train-images-idx3-ubyte.gz"]);
    const kept = "train-images-idx3-ubyte.gz.mismatch";
    expect(readdirSync(cached(""))).toEqual([kept]);
    expect(readFileSync(cached(kept)).equals(FOREIGN)).toBe(true);
  });

  test("keeps aside a download that is an HTML page", async () => {
    const mirror = await startServer((_, response) => response.end("<html>Please log in</html>"));
    await expect(loadMnist({ mirrors: [mirror] })).rejects.toThrow(/kept aside as .*is not an IDX file/);
  });

  test("stops with the signal's reason", async () => {
    const reason = new Error("enough");
    await expect(loadMnist({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const mirror = await startServer(() => controller.abort(reason));
    await expect(loadMnist({ mirrors: [mirror], signal: controller.signal })).rejects.toBe(reason);
  });
});

describeWithMnist("loadMnist with MNIST", () => {
  test("reads the folder given, and its figures are the published ones", async () => {
    const { train, test: held, source } = await loadMnist({ data: given });
    expect(source).toBe(shared);
    expect(train.images.shape).toEqual([60000, 28, 28]);
    expect(held.images.shape).toEqual([10000, 28, 28]);
    // The mean and deviation that everybody normalises MNIST with, and its published class counts.
    const figures = describeDataSet(train);
    expect(figures.mean).toBeCloseTo(0.1307, 4);
    expect(figures.standardDeviation).toBeCloseTo(0.3081, 4);
    expect(figures).toMatchObject({ count: 60000, min: 0, max: 1 });
    expect(figures.classCounts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(describeDataSet(held).classCounts).toEqual([
      980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]);
    expect(Array.from(train.labels.subarray(0, 5))).toEqual([5, 0, 4, 1, 9]);
    expect(Array.from(held.labels.subarray(0, 5))).toEqual([7, 2, 1, 0, 4]);
  });

  test("reads the four files in the folder itself, raw or gzipped or with a dot in the name", async () => {
    const files = NAMES.map((name) => readFileSync(join(shared, `${name}.gz`)));
    writeFileSync(inFolder(NAMES[0]), gunzipSync(files[0]));
    writeFileSync(inFolder(`${NAMES[1]}.gz`), files[1]);
    writeFileSync(inFolder("t10k-images.idx3-ubyte"), gunzipSync(files[2]));
    writeFileSync(inFolder("t10k-labels.idx1-ubyte"), files[3]);
    const { test: held, source } = await loadMnist({ data: inFolder() });
    expect(source).toBe(inFolder());
    expect(held.labels.length).toBe(10000);
  });

  test("reads INKLING_DATA before the cache", async () => {
    vi.stubEnv("INKLING_DATA", given);
    expect((await loadMnist({ download: false })).source).toBe(shared);
  });

  test("reads Keras's mnist.npz from Keras's cache, and refuses one with another pixel", async () => {
    const path = inFolder("home", ".keras", "datasets", "mnist.npz");
    mkdirSync(join(path, ".."), { recursive: true });
    const parts = { x_train: 0, y_train: 1, x_test: 2, y_test: 3 };
    const entries = Object.entries(parts).map(([key, i]) => [`${key}.npy`, npy(NAMES[i])] as const);
    writeFileSync(path, zipSync(Object.fromEntries(entries), { level: 0 }));
    const { train, source } = await loadMnist({ download: false });
    expect(source).toBe(path);
    expect(describeDataSet(train).mean).toBeCloseTo(0.1307, 4);
    const bytes = readFileSync(path);
    bytes[1_000_000] ^= 1;
    writeFileSync(path, bytes);
    await expect(loadMnist({ download: false })).rejects.toThrow(/mnist.npz .* is not MNIST's train-images/);
  });

  test("downloads what is missing, passing over a mirror that sends something else, and then reads the cache", async () => {
    const asked: string[] = [];
    const mirror = await startServer((request, response) => {
      asked.push(request.url ?? "");
      if (request.url?.startsWith("/bad/")) response.end(FOREIGN);
      else response.end(readFileSync(join(shared, basename(request.url ?? ""))));
    });
    const received = new Set<string>();
    const options = {
      mirrors: [`${mirror}/bad`, `${mirror}/good`],
      onProgress: ({ url }: { url: string }) => received.add(basename(url)),
    };
    const first = await loadMnist(options);
    expect(first.source).toBe(cached("").replace(/\/$/, ""));
    expect(asked).toHaveLength(8);
    expect([...received]).toEqual(NAMES.map((name) => `${name}.gz`));
    expect(existsSync(cached("train-images-idx3-ubyte.gz.mismatch"))).toBe(true);
    const again = await loadMnist(options);
    expect(asked).toHaveLength(8);
    const sha256 = createHash("sha256").update(again.test.labels).digest("hex");
    expect(sha256).toBe(createHash("sha256").update(first.test.labels).digest("hex"));
  });

  test("downloads again what is damaged in the cache", async () => {
    mkdirSync(cached(""), { recursive: true });
    for (const name of NAMES) writeFileSync(cached(`${name}.gz`), readFileSync(join(shared, `${name}.gz`)));
    const images = readFileSync(cached(`${NAMES[2]}.gz`));
    writeFileSync(cached(`${NAMES[2]}.gz`), images.subarray(0, 1000));
    await expect(loadMnist({ download: false })).rejects.toThrow(
      /Inkling's cache: .*t10k-images.*ends early/,
    );
    const mirror = await startServer((request, response) => {
      response.end(readFileSync(join(shared, basename(request.url ?? ""))));
    });
    expect((await loadMnist({ mirrors: [mirror] })).test.images.shape).toEqual([10000, 28, 28]);
  });
});

/** The array of one of MNIST's files as NumPy would save it. */
function npy(name: string): Uint8Array {
  const idx = gunzipSync(readFileSync(join(shared, `${name}.gz`)));
  const shape = idx[3] === 3 ? `(${idx.readUInt32BE(4)}, 28, 28)` : `(${idx.readUInt32BE(4)},)`;
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const header = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(text.length, 0)}${text}`, "latin1");
  return Buffer.concat([header, idx.subarray(idx[3] === 3 ? 16 : 8)]);
}
