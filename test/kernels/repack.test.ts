import { describe, test } from "vitest";
import { repackChannels } from "../../kernels/reference/repack.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

const ROWS = 3;

describe.each([
  { channels: 1, inPixel: 1, outPixel: 8, pixels: 6 },
  { channels: 3, inPixel: 3, outPixel: 8, pixels: 5 },
  { channels: 3, inPixel: 8, outPixel: 3, pixels: 5 },
  { channels: 20, inPixel: 24, outPixel: 20, pixels: 4 },
  { channels: 20, inPixel: 20, outPixel: 24, pixels: 4 },
  { channels: 64, inPixel: 64, outPixel: 64, pixels: 1 },
])("$channels channels of $pixels pixels, from every $inPixel floats to every $outPixel", (sizes) => {
  const { channels, inPixel, outPixel, pixels } = sizes;
  // A few floats lie between examples.
  const [inStride, outStride] = [pixels * inPixel + 5, pixels * outPixel + 3];
  const [input, before] = [randomMatrix(1, ROWS, inStride), randomMatrix(2, ROWS, outStride)];
  const cut = (row: number[], size: number): number[][] =>
    Array.from({ length: pixels }, (_, p) => row.slice(p * size, (p + 1) * size));
  const expected = before.flatMap((row, n) => [
    ...repackChannels(cut(row, outPixel), cut(input[n], inPixel), channels).flat(),
    ...row.slice(pixels * outPixel),
  ]);

  test.each([
    [[[0, ROWS]]],
    [
      [
        [0, 1],
        [1, ROWS],
      ],
    ],
  ])("are copied, and nothing else is touched, in rows %j", (cuts) => {
    const bench = new Workbench();
    const [out, source] = [bench.floats(before.flat()), bench.floats(input.flat())];
    for (const [from, to] of cuts) {
      bench.run(
        "repackChannels",
        [out],
        out,
        outPixel,
        outStride,
        source,
        inPixel,
        inStride,
        channels,
        pixels,
        from,
        to,
      );
    }
    expectSameBits(bench.readFloats(out, ROWS * outStride), expected);
  });
});
