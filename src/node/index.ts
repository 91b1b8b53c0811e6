/** Node's side: files, downloads, image decoding, PNG rendering. Importing it provides Node's platform to models. */
import { providePlatform } from "../nn/index.ts";
import { nodePlatform } from "./node-platform.ts";

export { writeFileAtomic } from "./atomic-write.ts";
export { cacheFolder } from "./cache-folder.ts";
export type { DownloadProgress } from "./download.ts";
export {
  evaluateReader,
  type LabelledReading,
  type ReaderEvaluation,
  type Separation,
} from "./evaluate-reader.ts";
export {
  evaluateNumbers,
  holdsNumbers,
  type LabelledNumber,
  type NumberEvaluation,
} from "./evaluate-numbers.ts";
export { evaluatePages, type PageEvaluation } from "./evaluate-pages.ts";
export { loadDigitReader, readDigit } from "./load-digit-reader.ts";
export { loadIdx, type LoadIdxOptions } from "./load-idx.ts";
export { loadImageFolder, type LoadImageFolderOptions } from "./load-image-folder.ts";
export { loadInk, loadInkModel, streamInk } from "./load-ink.ts";
export { loadMnist, type LoadMnistOptions } from "./load-mnist.ts";
export { loadModel, type LoadModelOptions } from "./load-model.ts";
export { loadNumberReader, readNumber, readPage } from "./load-number-reader.ts";
export { loadPageSet, type PageSet, type WrittenLine } from "./load-page-set.ts";
export { loadReadingSet, type ReadingSet } from "./load-reading-set.ts";
export { nodePlatform } from "./node-platform.ts";
export { plotDocument } from "./plot-document.ts";
export { countPages, readImage, type ReadImageOptions } from "./read-image.ts";
export { type Mnist } from "./read-mnist-folder.ts";
export { renderPng } from "./render-png.ts";
export { writeIdx, type WriteIdxOptions } from "./write-idx.ts";

providePlatform(nodePlatform());
