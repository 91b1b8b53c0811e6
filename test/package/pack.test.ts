/** What `npm pack` makes, used as a user of the package would: Node, the command, TypeScript, a bundler. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeConsumer, ROOT, run } from "./consumer.ts";

let folder: string;

beforeAll(async () => {
  folder = await makeConsumer();
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same few lines in Node and in a bundle: one network, one prediction, and the plots at hand. */
const PREDICTION = `
  import { Dense, Sequential } from "inkling";
  import { historyPlot } from "inkling/plots";
  const model = new Sequential([new Dense(3, { activation: "softmax", inputShape: [4] })]);
  const { data } = await model.predict({ data: Float32Array.of(1, 2, 3, 4), shape: [1, 4] });
  console.log(data.length, data.reduce((sum, p) => sum + p, 0).toFixed(6), typeof historyPlot);
`;
const PREDICTED = "3 1.000000 function\n";

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test("the package holds what its users need and nothing else", async () => {
  const names = await readdir(join(folder, "node_modules", "inkling"));
  expect(names.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "models", "package.json"]);
  const files = await readdir(join(folder, "node_modules", "inkling", "dist"), {
    recursive: true,
    withFileTypes: true,
  });
  const isOfStudio = (folder: string): boolean => /[\\/]dist[\\/]studio([\\/]|$)/.test(folder);
  const strange = files.filter(
    (file) => file.isFile() && !isOfStudio(file.parentPath) && !/\.(js|d\.ts)$/.test(file.name),
  );
  expect(strange.map(({ name }) => name)).toEqual([]);
  const studio = await readdir(join(folder, "node_modules", "inkling", "dist", "studio"));
  expect(studio).toEqual(expect.arrayContaining(["index.html", "service-worker.js", "assets"]));
});

test("publint finds nothing to complain of", async () => {
  const { messages } = await publint({
    pkgDir: join(folder, "node_modules", "inkling"),
    pack: false,
    strict: true,
  });
  expect(messages).toEqual([]);
});

test("Node imports the package and predicts", async () => {
  const file = await write("predict.mjs", PREDICTION);
  expect(await run(process.execPath, [file], folder)).toBe(PREDICTED);
});

test("in Node a model trains in its worker, is saved, and is loaded again", async () => {
  const file = await write(
    "train.mjs",
    `
    import { Dense, loadModel, Sequential } from "inkling";
    const model = new Sequential([new Dense(2, { activation: "softmax", inputShape: [2] })]);
    model.compile({ optimizer: "sgd", loss: "sparse_categorical_crossentropy" });
    const x = { data: Float32Array.of(0, 1, 1, 0), shape: [2, 2] };
    await model.fit(x, Uint8Array.of(0, 1), { epochs: 2, verbose: 0 });
    await model.save("model.safetensors");
    const again = await loadModel("model.safetensors");
    console.log((await again.weightsSha256()) === (await model.weightsSha256()));
    `,
  );
  expect(await run(process.execPath, [file], folder)).toBe("true\n");
});

test("the command tells the package's version", async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
  const output = await run(join(folder, "node_modules", ".bin", "inkling"), ["--version"], folder);
  expect(output.trim()).toBe(version);
});

test.each([
  ["nodenext", "nodenext"],
  ["bundler", "esnext"],
])("TypeScript finds the types with moduleResolution %s", async (moduleResolution, module) => {
  const consumer = `
    import { Dense, Sequential, toCategorical } from "inkling";
    import { historyPlot } from "inkling/plots";
    export const model: Sequential = new Sequential([new Dense(3, { inputShape: [4] })]);
    // @ts-expect-error A Dense layer needs units: were the types lost, this would pass.
    export const wrong = new Dense({ inputShape: [4] });
    // @ts-expect-error A plot is not a number.
    export const plot: number = historyPlot;
    void toCategorical;
  `;
  await write("consumer.ts", consumer);
  const options = { moduleResolution, module, target: "es2022", strict: true, noEmit: true, types: ["node"] };
  await write("tsconfig.json", JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }));
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  expect(await run(process.execPath, [tsc, "-p", folder], folder)).toBe("");
});

test("a bundle for the browser holds nothing of Node's and predicts without it", async () => {
  await write("main.js", PREDICTION);
  await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: {
      target: "es2022",
      minify: false,
      lib: { entry: "main.js", formats: ["es"], fileName: "bundle" },
    },
  });
  const chunks = (await readdir(join(folder, "dist"), { recursive: true })).filter((name) =>
    name.endsWith(".js"),
  );
  expect(chunks).toContain("bundle.js");
  for (const chunk of chunks) {
    const text = await readFile(join(folder, "dist", chunk), "utf8");
    expect(text, chunk).not.toMatch(/["']node:|__vite-browser-external/);
  }
  const file = await write(
    "browser.mjs",
    `for (const name of ["process", "Buffer", "global"]) delete globalThis[name];
     await import("./dist/bundle.js");`,
  );
  expect(await run(process.execPath, [file], folder)).toBe(PREDICTED);
});
