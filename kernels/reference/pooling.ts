/** References of kernels/max-pooling.ts and kernels/average-pooling.ts, one image at a time, in float32. */
import { sumPixels } from "./channel-sums.ts";
import { insideWindow, makeImage, zerosLike, type Image, type Sliding } from "./images.ts";
import { f32 } from "./matrix.ts";

/** The largest of each window; of equals (a zero and a negative one) the first. */
export function maxPool(image: Image, sliding: Sliding): Image {
  return makeImage(sliding.outHeight, sliding.outWidth, image[0][0].length, (outY, outX, c) => {
    const values = insideWindow(image, sliding, outY, outX).map(({ y, x }) => image[y][x][c]);
    return values.reduce((largest, value) => (value > largest ? value : largest));
  });
}

export function maxPoolBackward(delta: Image, image: Image, sliding: Sliding): Image {
  const dImage = zerosLike(image);
  delta.forEach((row, outY) =>
    row.forEach((pixel, outX) =>
      pixel.forEach((d, c) => {
        const inside = insideWindow(image, sliding, outY, outX);
        const largest = Math.max(...inside.map(({ y, x }) => image[y][x][c]));
        const { y, x } = inside.find((place) => image[place.y][place.x][c] === largest) as (typeof inside)[0];
        dImage[y][x][c] = f32(dImage[y][x][c] + d);
      }),
    ),
  );
  return dImage;
}

export function averagePool(image: Image, sliding: Sliding): Image {
  return makeImage(sliding.outHeight, sliding.outWidth, image[0][0].length, (outY, outX, c) => {
    const inside = insideWindow(image, sliding, outY, outX);
    return f32(inside.reduce((sum, { y, x }) => f32(sum + image[y][x][c]), 0) / inside.length);
  });
}

export function averagePoolBackward(delta: Image, image: Image, sliding: Sliding): Image {
  const dImage = zerosLike(image);
  delta.forEach((row, outY) =>
    row.forEach((pixel, outX) =>
      pixel.forEach((d, c) => {
        const inside = insideWindow(image, sliding, outY, outX);
        for (const { y, x } of inside) dImage[y][x][c] = f32(dImage[y][x][c] + f32(d / inside.length));
      }),
    ),
  );
  return dImage;
}

export function globalAverage(image: Image): number[] {
  const pixels = image.flat();
  return sumPixels(pixels).map((sum) => f32(sum / pixels.length));
}

export function globalAverageBackward(delta: number[], image: Image): Image {
  const pixels = image.flat().length;
  return image.map((row) => row.map(() => delta.map((d) => f32(d / pixels))));
}
