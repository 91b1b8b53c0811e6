/** Looks into networks beside the page, so that the page never waits. */
import { wilsonInterval } from "../../../src/metrics/index.ts";
import { readModelRecord } from "../../../src/formats/index.ts";
import { firstLayerImages, Sequential } from "../../../src/nn/index.ts";
import { readDigitModel } from "../../../src/reader/index.ts";
import { normaliseDigit } from "../../../src/vision/index.ts";
import { loadDigitReader } from "../../../src/web/load-digit-reader.ts";
import { provideWebPlatform } from "../../../src/web/web-platform.ts";
import { DigitNetwork } from "./digit-network.ts";
import { digitAt, testDigits, trainingDigits } from "./inside-data.ts";
import type {
  InsideRequest,
  InsideResults,
  InsideWishes,
  LabelledDigit,
  ModelFile,
} from "./inside-messages.ts";
import { serveRequestsInOrder } from "./serve-requests.ts";

type Result = InsideResults[keyof InsideResults];

const SUMMARY_COLUMNS = 72;

provideWebPlatform();

let network: DigitNetwork | undefined;

serveRequestsInOrder(answer);

async function answer(request: InsideRequest): Promise<Result> {
  switch (request.kind) {
    case "use model":
      network = await open(request.model);
      return { weights: firstLayerImages(network.model.network) };
    case "prepare": {
      const { image, blank } = normaliseDigit(request.image, { polarity: "dark-on-light" });
      return { pixels: Uint8Array.from(image.data), blank };
    }
    case "samples":
      return await samples(request);
    case "look":
      return (await current()).look(request.pixels);
    case "flip":
      return { flip: (await current()).flip(request.pixels) };
    case "nearest": {
      const heap = await trainingDigits(request.base);
      return (await current()).nearest(request.pixels, heap, request.count);
    }
    case "inspect":
      return await inspect(request.model);
    default:
      return await measure(request);
  }
}

async function open(model: ModelFile | undefined): Promise<DigitNetwork> {
  if (model === undefined) return new DigitNetwork((await loadDigitReader()).model);
  return new DigitNetwork(await readDigitModel(model.bytes, model.name));
}

async function current(): Promise<DigitNetwork> {
  return (network ??= await open(undefined));
}

/** As many digits of each class as there is room for, in the order of their classes. */
async function samples({ base, count }: InsideWishes["samples"]): Promise<InsideResults["samples"]> {
  const heap = (await testDigits(base)) ?? (await trainingDigits(base));
  const each = Math.ceil(count / 10);
  const digits: LabelledDigit[] = [];
  for (let label = 0; label < 10; label++) {
    let taken = 0;
    for (let row = 0; row < heap.count && taken < each; row++) {
      if (heap.labels[row] !== label) continue;
      digits.push(digitAt(heap, row));
      taken++;
    }
  }
  return { source: heap.source, digits: digits.slice(0, count) };
}

async function inspect({ bytes, name }: ModelFile): Promise<InsideResults["inspect"]> {
  const model = Sequential.fromRecord(await readModelRecord(bytes, name));
  const facts = { summary: model.formatSummary(SUMMARY_COLUMNS), parameters: model.countParams() };
  try {
    await readDigitModel(bytes, name);
    return facts;
  } catch (error) {
    return { ...facts, obstacle: error instanceof Error ? error.message : String(error) };
  }
}

async function measure({ base, model }: InsideWishes["measure"]): Promise<InsideResults["measure"]> {
  const heap = await testDigits(base);
  if (heap === undefined) return {};
  const right = (await open(model)).countRight(heap);
  return { measured: { right, count: heap.count, ...wilsonInterval(right, heap.count) } };
}
