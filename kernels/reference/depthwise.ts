/**
 * References of kernels/depthwise.ts and kernels/depthwise-layout.ts, one image at a time, in float32. A kernel here is
 * (positions, channels): each position of the window, row by row, with one weight a channel.
 */
import { insideWindow, makeImage, zerosLike, type Image, type Sliding } from "./images.ts";
import { f32, type Matrix } from "./matrix.ts";

/** From a kernel (positions, channels, multiplier): output channel c * multiplier + m. */
export function packDepthwise(kernel: number[][][], turned: boolean): Matrix {
  const packed = kernel.map((position) => position.flat());
  return turned ? packed.toReversed() : packed;
}

export function repeatChannels(image: Image, times: number): Image {
  return image.map((row) => row.map((pixel) => pixel.flatMap((x) => new Array<number>(times).fill(x))));
}

export function sumRepeated(delta: Image, times: number): Image {
  return delta.map((row) =>
    row.map((pixel) =>
      Array.from({ length: pixel.length / times }, (_, c) =>
        pixel.slice(c * times, (c + 1) * times).reduce((sum, d) => f32(sum + d), 0),
      ),
    ),
  );
}

export function depthwise(image: Image, weights: Matrix, start: number[], sliding: Sliding): Image {
  return makeImage(sliding.outHeight, sliding.outWidth, start.length, (outY, outX, c) =>
    insideWindow(image, sliding, outY, outX).reduce((sum, { y, x, ky, kx }) => {
      const weight = weights[ky * sliding.windowWidth + kx][c];
      return f32(sum + f32(image[y][x][c] * weight));
    }, start[c]),
  );
}

export function depthwiseScatter(delta: Image, image: Image, weights: Matrix, sliding: Sliding): Image {
  const dImage = zerosLike(image);
  delta.forEach((row, outY) =>
    row.forEach((pixel, outX) =>
      pixel.forEach((d, c) => {
        for (const { y, x, ky, kx } of insideWindow(image, sliding, outY, outX)) {
          const weight = weights[ky * sliding.windowWidth + kx][c];
          dImage[y][x][c] = f32(dImage[y][x][c] + f32(d * weight));
        }
      }),
    ),
  );
  return dImage;
}

/** The gradient of each weight, and behind them that of the bias; summed by rows of the output, then over the rows. */
export function depthwiseGradient(delta: Image, image: Image, sliding: Sliding): Matrix {
  const positions = sliding.windowHeight * sliding.windowWidth;
  return Array.from({ length: positions + 1 }, (_, k) =>
    image[0][0].map((_, c) =>
      delta.reduce((total, row, outY) => {
        const sum = row.reduce((rowSum, pixel, outX) => {
          if (k === positions) return f32(rowSum + pixel[c]);
          const place = insideWindow(image, sliding, outY, outX).find(
            ({ ky, kx }) => ky * sliding.windowWidth + kx === k,
          );
          return place === undefined ? rowSum : f32(rowSum + f32(image[place.y][place.x][c] * pixel[c]));
        }, 0);
        return f32(total + sum);
      }, 0),
    ),
  );
}
