import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { augment } from "../../kernels/reference/augment.ts";
import { augmentScratchBytes } from "../../src/nn/engine/augmenting.ts";
import { kernelModule } from "../../src/nn/engine/kernels.ts";
import { kernelsPlain, kernelsShared } from "../../src/nn/engine/kernels.generated.ts";
import {
  augmentAll,
  EVERYTHING,
  farthest,
  flat,
  type Ranges,
  scribbles,
  settingsOf,
} from "./augment-bench.ts";
import { Workbench } from "./workbench.ts";

const SIZES = [
  { height: 28, width: 28 },
  { height: 20, width: 31 },
  { height: 9, width: 6 },
  { height: 100, width: 3 },
  { height: 1, width: 17 },
  { height: 1, width: 1 },
];

describe.each(SIZES)("for images of $height × $width", ({ height, width }) => {
  const images = [...scribbles(1, 12, height, width), ...flat(0, 1, height, width)];

  test("leaves every byte as it is where nothing is asked for", () => {
    for (const robustShare of [0, 1]) expect(augmentAll(images, { robustShare })).toEqual(images);
  });

  // The reference is in float64, so a level that lies between two grey levels may be rounded the other way.
  test.each([
    ["affine", { shiftX: [-3, 3], rotate: [-180, 180], scale: [-0.5, 0.5], aspect: [-0.2, 0.2], shear: 0.3 }],
    ["elastic", { elastic: [0, 3], elasticGrid: 5 }],
    ["stroke", { stroke: [-1, 1] }],
    ["line", { lineShare: 1 }],
    ["blur", { blur: [0, 2] }],
    ["tone", { gamma: [-1, 1], contrast: [0.2, 1], background: [0, 0.5] }],
    ["noise", { noise: [0, 0.3], saltAndPepper: [0, 0.3] }],
    ["everything", EVERYTHING],
  ] as [string, Ranges][])("is within one grey level of its reference: %s", (_, ranges) => {
    for (const key of [0, -5, 123456789]) {
      const found = augmentAll(images, ranges, { key });
      const block = settingsOf(ranges);
      images.forEach((image, n) => {
        expect(farthest(found[n], augment(image, block, key, n))).toBeLessThanOrEqual(1);
      });
    }
  });
});

test("images do not depend on how a batch is cut", () => {
  const images = scribbles(2, 9, 10, 11);
  const whole = augmentAll(images, EVERYTHING, { key: 77 });
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: images.length - 1 })), (inner) => {
      const cuts = [0, ...inner.sort((a, b) => a - b), images.length];
      const pieces = cuts.slice(1).map((to, i) => [cuts[i], to] as const);
      expect(augmentAll(images, EVERYTHING, { key: 77, pieces })).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test("what stood in the working room does not show, whatever the order of the work", () => {
  const images = scribbles(3, 6, 12, 13);
  const pieces = [[5, 6], [3, 5], [0, 3]] as const; // prettier-ignore
  expect(augmentAll(images, EVERYTHING, { pieces })).toEqual(augmentAll(images, EVERYTHING));
});

test("another key and another row make another image of the same one", () => {
  const [image] = scribbles(4, 1, 28, 28);
  const copies = [image, image, image, image];
  const seen = [1, 2, 3].flatMap((key) => augmentAll(copies, EVERYTHING, { key }));
  expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(12);
});

test("blank and full images stay so under geometry, strokes and blur", () => {
  const ranges: Ranges = { rotate: [-9, 9], elastic: [0, 2], stroke: [-1, 1], blur: [0, 2], gamma: [-1, 1] };
  const blank = flat(0, 20, 14, 14);
  expect(augmentAll(blank, ranges)).toEqual(blank);
  const full = flat(255, 20, 14, 14);
  expect(augmentAll(full, { stroke: [-1, 1], blur: [0, 2], gamma: [-1, 1] })).toEqual(full);
});

test("the rows fetched are those of the row numbers", () => {
  const bench = new Workbench();
  const images = scribbles(5, 4, 8, 8);
  const place = [
    bench.bytes(images.flat(2)),
    bench.integers([2, 0, 2]),
    bench.floats(settingsOf({})),
  ] as const;
  const [scratch, out] = [bench.room(augmentScratchBytes(8, 8)), bench.room(3 * 64)];
  bench.run("augment", [out, scratch], out, ...place, scratch, 1, 8, 8, 0, 3);
  expect(bench.readBytes(out, 3 * 64)).toEqual([images[2], images[0], images[2]].flat(2));
});

test("the compiled kernels have no data and no globals: instances of one memory share nothing else", () => {
  expect(WebAssembly.Module.exports(kernelModule()).filter(({ kind }) => kind === "global")).toEqual([]);
  for (const text of [kernelsPlain, kernelsShared]) {
    const sections = sectionsOf(Buffer.from(text, "base64"));
    expect(sections).not.toContain(6); // Globals.
    expect(sections).not.toContain(11); // Data.
  }
});

/** Numbers of a module's sections. Source: WebAssembly core specification, binary format, modules. */
function sectionsOf(module: Uint8Array): number[] {
  const sections: number[] = [];
  for (let at = 8; at < module.length;) {
    sections.push(module[at++]);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      more = module[at] > 127;
      size += (module[at++] & 127) * 2 ** shift;
    }
    at += size;
  }
  return sections;
}
