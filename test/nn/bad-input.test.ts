/** What a caller may get wrong: each mistake is a clear error in three parts, and leaves the model as it was. */
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import {
  Dense,
  Dropout,
  Flatten,
  RMSprop,
  Sequential,
  type FitOptions,
  type Inputs,
  type Labels,
  type LossName,
} from "../../src/nn/index.ts";

const quiet = { verbose: 0 } as const;

function digits(loss: LossName = "sparse_categorical_crossentropy"): Sequential {
  const model = new Sequential([new Dense(10, { activation: "softmax", inputShape: [4] })]);
  model.compile({ loss });
  return model;
}
/** Three examples of four numbers. */
const x = { data: new Float32Array(12), shape: [3, 4] };
const classes = Uint8Array.of(1, 2, 3);
const oneHot = { data: new Float32Array(30).map((_, i) => Number(i % 10 === 1)), shape: [3, 10] };

/** The error that a fit rejects with; the weights must not have changed. */
async function fitError(
  model: Sequential,
  inputs: unknown,
  labels: unknown,
  options: FitOptions = {},
): Promise<Error> {
  const before = await model.weightsSha256();
  const error: unknown = await model.fit(inputs as Inputs, labels as Labels, { ...quiet, ...options }).then(
    () => "no error",
    (reason: unknown) => reason,
  );
  expect(await model.weightsSha256()).toBe(before);
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}

describe("labels", () => {
  test.each([
    { labels: Uint8Array.of(1, 10, 3), received: "10" },
    { labels: [1, -1, 3], received: "-1" },
    { labels: [1, 2.5, 3], received: "2.5" },
    { labels: [1, NaN, 3], received: "NaN" },
  ])("outside 0 to 9 are named by their place: $received", async ({ labels, received }) => {
    const error = await fitError(digits(), x, labels);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      `label 1 is no class of the model: expected a whole number from 0 to 9, received ${received}.`,
    );
  });

  test("that are one-hot do not fit a sparse loss; the error names the loss that they fit", async () => {
    const error = await fitError(digits(), x, oneHot);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      "the labels do not fit the loss sparse_categorical_crossentropy: expected class numbers of shape (N,), " +
        'received shape (3, 10). Use the loss "categorical_crossentropy", or give the class numbers.',
    );
  });

  test("that are class numbers do not fit a categorical loss; the error says how to mend it", async () => {
    for (const labels of [classes, Int32Array.from(classes), [1, 2, 3], [[1], [2], [3]]]) {
      const error = await fitError(digits("categorical_crossentropy"), x, labels);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(
        /^the labels do not fit the loss categorical_crossentropy: expected one-hot rows of shape \(N, 10\), received shape \(3,( 1)?\)\. Use toCategorical\(y, 10\), or the loss "sparse_categorical_crossentropy"\.$/,
      );
    }
  });

  test.each(["mean_squared_error", "binary_crossentropy"] as const)(
    "of another width do not fit %s",
    async (loss) => {
      const error = await fitError(digits(loss), x, { data: new Float32Array(6), shape: [3, 2] });
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toBe("y does not fit the model's outputs: expected (3, 10), received (3, 2).");
      expect((await fitError(digits(loss), x, classes)).message).toBe(
        "y does not fit the model's outputs: expected (3, 10), received (3,). Use toCategorical(y, 10), or another loss.",
      );
    },
  );

  test("of another number than the examples are an error, in validation data too", async () => {
    const message = "x and y do not have the same number of examples: expected 3 labels, received 2.";
    expect((await fitError(digits(), x, Uint8Array.of(1, 2))).message).toBe(message);
    const validationData = [x, Uint8Array.of(1, 2)] as const;
    expect((await fitError(digits(), x, classes, { validationData })).message).toBe(message);
  });

  test("that are missing, or no numbers, are an error", async () => {
    expect(await fitError(digits(), x, undefined)).toBeInstanceOf(TypeError);
    expect((await fitError(digits(), x, "123")).message).toMatch(
      /^y is not an array of numbers: .*received "123"/,
    );
    expect((await fitError(digits(), x, ["one", "two", "three"])).message).toBe(
      "y holds something that is not a number: received one.",
    );
  });
});

describe("examples", () => {
  test.each([NaN, Infinity, -Infinity])("with %d are named by example and position", async (value) => {
    const data = Float32Array.from(x.data);
    data[6] = value;
    const message =
      `x holds a number that is not finite: expected finite numbers, received ${value} in example 1, position 2. ` +
      "Remove or replace such examples.";
    const error = await fitError(digits(), { data, shape: [3, 4] }, classes);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(message);
    expect(() => digits().predict({ data, shape: [3, 4] })).toThrow(message);
    await expect(digits().evaluate({ data, shape: [3, 4] }, classes, quiet)).rejects.toThrow(message);
  });

  test("with NaN in rows of labels are an error as well", async () => {
    const data = Float32Array.from(oneHot.data);
    data[29] = NaN;
    const error = await fitError(digits("categorical_crossentropy"), x, { data, shape: [3, 10] });
    expect(error.message).toContain("y holds a number that is not finite");
    expect(error.message).toContain("NaN in example 2, position 9");
  });

  test("of a wrong shape are an error, and one without its batch axis is recognised", () => {
    const model = digits();
    expect(() => model.predict({ data: new Float32Array(15), shape: [3, 5] })).toThrow(
      "x does not have the model's input shape: expected (None, 4), received (3, 5). " +
        "Reshape the examples, or build the model with another inputShape.",
    );
    for (const one of [{ data: new Float32Array(4), shape: [4] }, [1, 2, 3, 4]]) {
      expect(() => model.predict(one)).toThrow(
        "expected (None, 4), received (4,). This is one example without a batch axis: give it the shape (1, 4).",
      );
    }
    const images = new Sequential([new Flatten({ inputShape: [28, 28] }), new Dense(10)]);
    const image = { data: new Uint8Array(784), shape: [28, 28], scale: 1 };
    expect(() => images.predict(image)).toThrow("give it the shape (1, 28, 28).");
  });

  test("whose data do not fill their shape are an error", () => {
    expect(() => digits().predict({ data: new Float32Array(11), shape: [3, 4] })).toThrow(
      "x does not fit its shape: expected 12 numbers for shape (3, 4), received 11.",
    );
  });

  test("that are none are an error", async () => {
    const none = { data: new Float32Array(0), shape: [0, 4] };
    const message = "x is empty: expected at least one example, received none.";
    expect((await fitError(digits(), none, new Uint8Array(0))).message).toBe(message);
    expect(() => digits().predict(none)).toThrow(message);
    expect((await fitError(digits(), [], [])).message).toContain("received (0,)");
  });

  test("of bytes need a scale, and a finite one", async () => {
    const bytes = { data: new Uint8Array(12), shape: [3, 4] };
    const error = await fitError(digits(), bytes, classes);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      "x holds bytes without a scale: expected { data: Uint8Array, shape, scale }, received no scale. " +
        "Say scale: 1 / 255 for pixels that are to be read as 0..1, or scale: 1.",
    );
    expect((await fitError(digits(), { ...bytes, scale: NaN }, classes)).message).toMatch(
      /^the scale of x is out of range: expected a finite number, received NaN/,
    );
  });

  test("that are ragged, or no arrays, are an error", async () => {
    expect(
      (
        await fitError(
          digits(),
          [
            [1, 2, 3, 4],
            [1, 2],
          ],
          [1, 2],
        )
      ).message,
    ).toBe("x is ragged: expected every array at depth 1 to hold 4 entries, received one with 2.");
    for (const wrong of [undefined, null, 5, "text", {}, new Float32Array(12)]) {
      expect(await fitError(digits(), wrong, classes)).toBeInstanceOf(TypeError);
    }
  });
});

describe("options of fit", () => {
  test.each([
    [{ batchSize: 0 }, "batchSize is out of range: expected a whole number of at least 1, received 0."],
    [{ batchSize: 1.5 }, "batchSize is out of range: expected a whole number of at least 1, received 1.5."],
    [{ epochs: -1 }, "epochs is out of range: expected a whole number of at least 0, received -1."],
    [
      { epochs: 2, initialEpoch: 3 },
      "initialEpoch is out of range: expected a whole number from 0 to 2, received 3.",
    ],
    [
      { validationSplit: -0.1 },
      "validationSplit is out of range: expected a finite number from 0 to 1, received -0.1.",
    ],
    [{ seed: -1 }, "seed is out of range: expected a whole number of at least 0, received -1."],
    [{ verbose: 3 }, "verbose is out of range: expected 0, 1 or 2, received 3."],
  ])("%o are refused", async (options, message) => {
    const error = await fitError(digits(), x, classes, options as FitOptions);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(message);
  });

  test.each([0.9, 1])("a validationSplit of %d leaves none of three examples to train on", async (share) => {
    const error = await fitError(digits(), x, classes, { validationSplit: share });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      "validationSplit leaves one side empty: expected at least one example to train on and one to validate on, " +
        `received validationSplit ${share} of 3 examples.`,
    );
  });

  test("of a wrong kind are a TypeError", async () => {
    const error = await fitError(digits(), x, classes, { epochs: "5" as never });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      'epochs is not a number: expected a whole number of at least 0, received "5".',
    );
  });
});

describe("before its time", () => {
  const bare = () => new Sequential([new Dense(10, { inputShape: [4] })]);

  test("fit and evaluate need compile", async () => {
    const message =
      /^(fit|evaluate) needs a loss and an optimizer, and the model is not compiled\. Call model\.compile/;
    const error = await fitError(bare(), x, classes);
    expect(error).toBeInstanceOf(InklingError);
    expect(error.message).toMatch(message);
    await expect(bare().evaluate(x, classes)).rejects.toThrow(message);
    expect(() => bare().learningRate).toThrow("learningRate needs a loss and an optimizer");
  });

  test("predict, evaluate and weights need an input shape", async () => {
    const model = new Sequential([new Dense(10)]);
    model.compile({ loss: "mse" });
    const message = "needs the model's weights, which do not exist yet. Give the first layer an inputShape";
    expect(() => model.predict(x)).toThrow(`predict ${message}`);
    expect(() => model.getWeights()).toThrow(`getWeights ${message}`);
    await expect(model.evaluate(x, oneHot)).rejects.toThrow(`evaluate ${message}`);
  });
});

describe("unknown names are answered with the known ones and the nearest", () => {
  test.each([
    ["loss", () => digits("categorical_crossentropie" as LossName), "categorical_crossentropy"],
    ["activation", () => new Dense(3, { activation: "sigmoyd" as "sigmoid" }), "sigmoid"],
    ["initializer", () => new Dense(3, { kernelInitializer: "glorot_unifrom" as "zeros" }), "glorot_uniform"],
    ["optimizer", () => digits().compile({ optimizer: "RMSProp2" as "rmsprop", loss: "mse" }), "rmsprop"],
    ["metric", () => digits().compile({ loss: "mse", metrics: ["acuracy" as "accuracy"] }), "accuracy"],
  ])("%s", (kind, make, nearest) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(
      new RegExp(`^unknown ${kind} .*: expected one of .*${nearest}.* Did you mean "${nearest}"\\?$`),
    );
  });

  test("and a name that is not text with a TypeError", () => {
    expect(() => digits().compile({} as never)).toThrow(/^loss is not a name: expected categorical_/);
    expect(() => new Dense(3, { activation: 5 as never })).toThrow(TypeError);
  });
});

describe("layers", () => {
  test("that are no layers are named by their place", () => {
    const make = () => new Sequential([new Dense(2, { inputShape: [2] }), "Dense" as unknown as Dense]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(
      'layer 1 of the model is not a layer: expected new Dense(…), new Flatten() or another layer, received "Dense".',
    );
    expect(() => new Sequential([Dense as unknown as Dense])).toThrow("received function Dense");
  });

  test("of the same name are refused", () => {
    const make = () =>
      new Sequential([new Dense(2, { name: "a", inputShape: [2] }), new Dense(2, { name: "a" })]);
    expect(make).toThrow(
      'two layers of a model have the same name: expected names that differ, received "a" twice.',
    );
  });

  test("may bear the name that another would be given", () => {
    const model = new Sequential([new Dense(2, { inputShape: [2] }), new Dense(2, { name: "dense" })]);
    expect(model.layers.map(({ name }) => name)).toEqual(["dense_1", "dense"]);
  });

  test("Dense refuses examples of two axes and names the mend", () => {
    expect(() => new Sequential([new Dense(10, { inputShape: [28, 28] })])).toThrow(
      "Dense takes examples with one axis: expected an input shape such as (784,), received (28, 28). " +
        "Put a Flatten layer before it.",
    );
  });

  test.each([
    ["units 0", () => new Dense(0), RangeError],
    ["units 2.5", () => new Dense(2.5), RangeError],
    ["units as text", () => new Dense("32" as never), TypeError],
    ["an inputShape with 0", () => new Dense(3, { inputShape: [0] }), RangeError],
    ["an inputShape that is a number", () => new Dense(3, { inputShape: 784 as never }), TypeError],
    ["a dropout of 1", () => new Dropout(1), RangeError],
    ["a dropout of -0.1", () => new Dropout(-0.1), RangeError],
    ["a name with a slash", () => new Dense(3, { name: "a/b" }), TypeError],
    ["an empty name", () => new Dense(3, { name: "" }), TypeError],
    ["a negative learning rate", () => new RMSprop({ learningRate: -1 }), RangeError],
    ["a learning rate of NaN", () => new RMSprop({ learningRate: NaN }), RangeError],
    ["a rho of 1.5", () => new RMSprop({ rho: 1.5 }), RangeError],
    ["a negative seed", () => new Sequential([], { seed: -1 }), RangeError],
  ])("refuse %s", (_what, make, kind) => {
    expect(make).toThrow(kind);
  });
});

test("more data than WebAssembly's memory holds are refused in three parts, before anything is allocated", async () => {
  // Weights of 70,000 by 20,000 floats: 5.2 GiB.
  const make = () => new Sequential([new Dense(20_000, { inputShape: [70_000] })]);
  expect(make).toThrow(InklingError);
  expect(make).toThrow(
    "the data and the network do not fit WebAssembly's memory: expected at most 4 GiB, received",
  );
});
