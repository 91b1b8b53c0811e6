/** `inkling predict`: reads one digit, an image of MNIST or a picture. */
import type { GrayImage } from "../../image/index.ts";
import { checkImageSource, loadIndexed, type ImageSourceOptions } from "../image-source.ts";
import { loadClassifier } from "../load-classifier.ts";
import type { Output } from "../output.ts";
import { predictDigit, printPrediction } from "../prediction.ts";
import { describePolarity, readDigit } from "../read-digit.ts";

export async function predict(
  modelPath: string,
  imagePath: string | undefined,
  options: ImageSourceOptions,
  output: Output,
): Promise<void> {
  checkImageSource(imagePath, options);
  const model = await loadClassifier(modelPath);
  const { image, caption } = await findImage(imagePath, options);
  const prediction = predictDigit(model, image);
  const { digit, probabilities } = prediction;
  output.print(caption, "");
  printPrediction(prediction, output);
  output.emit({ digit, probabilities });
}

async function findImage(
  path: string | undefined,
  options: ImageSourceOptions,
): Promise<{ image: GrayImage; caption: string }> {
  const { index, set } = options;
  if (index !== undefined) {
    const { image, label } = await loadIndexed(index, options);
    return { image, caption: `MNIST ${set} image ${index}, labelled ${label}` };
  }
  const digit = await readDigit(path as string);
  return { image: digit.image, caption: `${path}, ${describePolarity(digit)}` };
}
