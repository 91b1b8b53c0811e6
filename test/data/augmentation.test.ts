import { describe, expect, test } from "vitest";
import { SLOT } from "../../kernels/reference/augment-random.ts";
import { Augmentation, AUGMENTATION_SETTINGS } from "../../src/data/augmentation.ts";

const slots = (augmentation: Augmentation) => {
  const block = augmentation.settings();
  return (name: keyof typeof SLOT): number[] => Array.from(block.subarray(SLOT[name], SLOT[name] + 2));
};

test("does nothing unless it is told to", () => {
  const { elasticGrid, robustShare, contrast, ...others } = new Augmentation().options;
  expect({ elasticGrid, robustShare, contrast }).toEqual({ elasticGrid: 6, robustShare: 1, contrast: 1 });
  expect(Object.values(others)).toEqual(new Array(13).fill(0));
});

test("digits() has the recipe's bounds, and single ones may be given", () => {
  const { options } = Augmentation.digits();
  expect(options).toEqual({
    ...{ shift: 2, rotate: 12, scale: 0.15, aspect: 0.08, shear: 0.2, elastic: 1, elasticGrid: 6 },
    ...{ robustShare: 0.5, stroke: 0.7, blur: 0.85, contrast: 0.7, gamma: 0.3 },
    ...{ background: 0.3, noise: 0.2, saltAndPepper: 0.05, line: 0.15 },
  });
  const milder = Augmentation.digits({ rotate: 8, noise: undefined });
  expect(milder.options).toEqual({ ...options, rotate: 8 });
});

test("goes to plain data and back, also through JSON and to another thread", () => {
  const augmentation = Augmentation.digits({ shift: 1.2 });
  const read = Augmentation.fromJSON(JSON.parse(JSON.stringify(augmentation)));
  expect(read.options).toEqual(augmentation.options);
  expect(Augmentation.fromJSON(structuredClone(augmentation.toJSON())).settings()).toEqual(read.settings());
});

test("its options cannot be changed behind its back", () => {
  const given = { rotate: 5 };
  const augmentation = new Augmentation(given);
  given.rotate = 6;
  expect(() => Object.assign(augmentation.options, { rotate: 7 })).toThrow(TypeError);
  expect(augmentation.options.rotate).toBe(5);
});

test("writes each bound into the slot where the kernel looks for it", () => {
  const of = slots(
    new Augmentation({
      ...{ shift: 1, rotate: 2, scale: 0.25, aspect: 0.5, shear: 0.75, elastic: 3, elasticGrid: 7 },
      ...{ robustShare: 0.125, stroke: 0.375, blur: 1.5, contrast: 0.625, gamma: 0.875 },
      ...{ background: 0.0625, noise: 0.1875, saltAndPepper: 0.3125, line: 0.4375 },
    }),
  );
  expect([of("shiftX"), of("shiftY"), of("rotate")]).toEqual([[-1, 1], [-1, 1], [-2, 2]]); // prettier-ignore
  expect([of("scale"), of("aspect"), of("shear")]).toEqual([[-0.25, 0.25], [-0.5, 0.5], [-0.75, 0.75]]); // prettier-ignore
  expect([of("elastic"), of("elasticGrid")[0], of("robustShare")[0]]).toEqual([[0, 3], 7, 0.125]);
  expect([of("stroke"), of("blur"), of("contrast")]).toEqual([[-0.375, 0.375], [0, 1.5], [0.625, 1]]); // prettier-ignore
  expect([of("gamma"), of("background"), of("noise")]).toEqual([[-0.875, 0.875], [0, 0.0625], [0, 0.1875]]); // prettier-ignore
  expect([of("saltAndPepper"), of("lineShare")]).toEqual([[0, 0.3125], [0.4375]]);
  expect([of("backgroundShare")[0], of("noiseShare")[0]]).toEqual([0.5, 0.5]);
  expect(of("saltAndPepperShare")[0]).toBeCloseTo(0.3, 6);
});

test("the block has as many numbers as its readers make room for", () => {
  expect(Augmentation.digits().settings().length).toBe(AUGMENTATION_SETTINGS);
  expect(Math.max(...Object.values(SLOT)) + 1).toBe(AUGMENTATION_SETTINGS);
});

describe("refuses, and says why", () => {
  test.each([
    [{ rotate: Number.NaN }, RangeError, "the augmentation's rotate is out of range: expected a finite number"],
    [{ rotate: 181 }, RangeError, "from 0 to 180, received 181"],
    [{ shift: -1 }, RangeError, "the augmentation's shift is out of range"],
    [{ scale: Infinity }, RangeError, "received Infinity"],
    [{ robustShare: 1.5 }, RangeError, "from 0 to 1, received 1.5"],
    [{ blur: 2.5 }, RangeError, "from 0 to 2, received 2.5"],
    [{ elasticGrid: 17 }, RangeError, "a whole number from 2 to 16, received 17"],
    [{ elasticGrid: 1 }, RangeError, "received 1"],
    [{ elasticGrid: 6.5 }, RangeError, "received 6.5"],
    [{ noise: "0.2" }, TypeError, 'the augmentation\'s noise is not a number: expected a finite number from 0 to 1, received "0.2"'],
    [{ rotation: 12 }, TypeError, 'no option "rotation"'],
    [{ rotation: 12 }, TypeError, 'Did you mean "rotate"?'],
    [null, TypeError, "the augmentation's options are not an object"],
    [[12], TypeError, "received an array of 1"],
  ] as const)("%o", (options, kind, message) => {
    const make = () => Augmentation.fromJSON(options);
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  }); // prettier-ignore
});
