/** Holds PARITY.md to Keras's own signatures, and Inkling's defaults to Keras's configurations. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  Activation,
  Adam,
  AdamW,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  LeakyReLU,
  MaxPooling2D,
  ReLU,
  Rescaling,
  Reshape,
  RMSprop,
  SGD,
  Softmax,
} from "../../src/nn/index.ts";

type Config = Record<string, unknown>;
interface Golden {
  layers: Record<string, Config>;
  optimizers: Record<string, Config>;
  initializers: Record<string, Config>;
  signatures: Record<
    "layers" | "optimizers" | "losses" | "schedules" | "regularizers" | "callbacks" | "Sequential",
    Record<string, Config>
  >;
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const golden = JSON.parse(read("test/golden/golden-configs.json")) as Golden;
const { layers, optimizers, losses, schedules, regularizers, callbacks, Sequential } = golden.signatures;
/** What Keras's classes and methods take, with the defaults. */
const signatures = {
  ...layers,
  ...optimizers,
  ...losses,
  ...schedules,
  ...regularizers,
  ...callbacks,
  ...Sequential,
  ...golden.initializers,
};

/** The rows of PARITY.md's tables, heads and rules left out. */
const rows = read("PARITY.md")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const defaults = rows.filter((row) => row.length === 5 && row[0] in signatures);
const notOffered = rows
  .filter((row) => row.length === 3)
  .flatMap(([classes, options]) =>
    classes.split(", ").map((name) => ({ name, options: options.split(", ") })),
  );

const snake = (name: string) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(?<=[a-z]{2})\d/, "_$&");
/** A default as Python writes it; numbers stay numbers, since 0.0 and 0 are one. */
const PYTHON = new Map<unknown, unknown>([
  [null, "None"],
  [true, "True"],
  [false, "False"],
  ["(required)", "required"],
]);

describe("PARITY.md", () => {
  test.each(defaults)("gives Keras's own default of %s's %s, which is %s", (name, option, cell) => {
    const given = signatures[name][snake(option)];
    const value = Array.isArray(given) ? `(${given.join(", ")})` : given;
    expect(typeof value === "number" ? Number(cell) : cell).toBe(
      PYTHON.has(value) ? PYTHON.get(value) : value,
    );
  });

  test.each([...new Set(defaults.map(([name]) => name))])("leaves out no option of Keras's %s", (name) => {
    const offered = defaults.filter((row) => row[0] === name).map((row) => snake(row[1]));
    const left = notOffered.filter((row) => row.name === name).flatMap((row) => row.options);
    const named = ["x", "y", "name", ...offered, ...left];
    expect(Object.keys(signatures[name]).filter((option) => !named.includes(option))).toEqual([]);
  });

  test("names only tests that exist", () => {
    const paths = new Set(read("PARITY.md").match(/test\/[\w/-]+\.test\.ts/g));
    expect(paths.size).toBeGreaterThan(5);
    expect([...paths].filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  });
});

describe("getConfig gives Keras's configuration with Keras's defaults", () => {
  test.each([
    ["Dense", new Dense(3)],
    ["Flatten", new Flatten()],
    ["Dropout", new Dropout(0.5)],
    ["Rescaling", new Rescaling(0.5)],
    ["Activation", new Activation("relu")],
    ["AveragePooling2D", new AveragePooling2D(2)],
    ["BatchNormalization", new BatchNormalization()],
    ["Conv2D", new Conv2D(4, 3)],
    ["DepthwiseConv2D", new DepthwiseConv2D(3)],
    ["GlobalAveragePooling2D", new GlobalAveragePooling2D()],
    ["LeakyReLU", new LeakyReLU()],
    ["MaxPooling2D", new MaxPooling2D()],
    ["ReLU", new ReLU()],
    ["Reshape", new Reshape([3, -1])],
    ["Softmax", new Softmax()],
  ])("for the layer %s", (name, layer) => {
    expect(layer.getConfig()).toEqual(golden.layers[name]);
  });

  test.each([
    ["RMSprop", new RMSprop()],
    ["SGD", new SGD()],
    ["Adam", new Adam()],
    ["AdamW", new AdamW()],
  ])("for the optimizer %s", (name, optimizer) => {
    expect(optimizer.getConfig()).toEqual(golden.optimizers[name]);
  });

  test.each(["GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "Zeros", "Ones"])(
    "for the initializer %s, named by a layer",
    (className) => {
      const name = className.replace(/(?<=[a-z])(?=[A-Z])/, "_").toLowerCase();
      const layer = new Dense(3, { kernelInitializer: name as "glorot_uniform" });
      expect(layer.getConfig().kernel_initializer).toEqual({
        module: "keras.initializers",
        class_name: className,
        config: golden.initializers[className],
        registered_name: null,
      });
    },
  );
});
