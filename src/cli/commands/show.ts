/** `inkling show`: an image in the terminal, an image of MNIST or a picture. */
import { resizeArea, type GrayImage } from "../../image/index.ts";
import { readImage } from "../../node/index.ts";
import { checkImageSource, loadIndexed, type ImageSourceOptions } from "../image-source.ts";
import type { Output } from "../output.ts";
import { describePolarity, readDigit } from "../read-digit.ts";
import { terminalImage } from "../terminal-image.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling show`. */
export interface ShowOptions extends ImageSourceOptions {
  /** Whether a picture is shown as a network sees it. */
  normalise?: boolean;
}

/** Pixels of a row in the JSON line, at most. */
const JSON_WIDTH = 80;

/** An image, and what is known of it. */
interface Shown {
  image: GrayImage;
  caption: string;
  label?: number;
}

export async function show(path: string | undefined, options: ShowOptions, output: Output): Promise<void> {
  checkImageSource(path, options);
  const { image, caption, label } = await findImage(path, options);
  output.print(caption, terminalImage(image, output));
  if (output.json) {
    const { width, height, data } = shrinkForJson(image);
    output.emit({ event: "image", width, height, label, pixels: Array.from(data) });
  }
}

async function findImage(path: string | undefined, options: ShowOptions): Promise<Shown> {
  const { index, set, normalise = false } = options;
  if (index !== undefined) {
    if (normalise) {
      throw new UsageError({
        what: "--normalise is for pictures",
        expected: "the path of a picture",
        received: `--index ${index}, which a network sees as it is`,
      });
    }
    const { image, label } = await loadIndexed(index, options);
    return { image, label, caption: `MNIST ${set} image ${index}, labelled ${label}` };
  }
  if (normalise) {
    const digit = await readDigit(path as string);
    return { image: digit.image, caption: `${path}, ${describePolarity(digit)}, as a network sees it` };
  }
  const image = await readImage(path as string);
  return { image, caption: `${path}, ${image.width} × ${image.height} pixels` };
}

/** A picture of millions of pixels would be a line of megabytes. */
function shrinkForJson(image: GrayImage): GrayImage {
  if (image.width <= JSON_WIDTH) return image;
  return resizeArea(image, JSON_WIDTH, Math.max(1, Math.round((image.height * JSON_WIDTH) / image.width)));
}
