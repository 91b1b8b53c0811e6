/** Reads drawings and pictures beside the page, so that the page never waits. */
import type { GrayImage } from "../../../src/image/index.ts";
import { DigitReader, NumberReader, readDigitModel } from "../../../src/reader/index.ts";
import type { PageLayout } from "../../../src/reader/number/lay-out-page.ts";
import type { Reading } from "../../../src/reader/number/number-reading.ts";
import { loadNumberReader } from "../../../src/web/load-number-reader.ts";
import { provideWebPlatform } from "../../../src/web/web-platform.ts";
import { decodePicture } from "./decode-picture.ts";
import { explainNumber } from "./explain-number.ts";
import { isSingleDigit, readSingleDigit, type SingleDigit } from "./single-digit.ts";
import type { ReadingRequest, ReadingResults } from "./reading-messages.ts";
import { serveRequestsInOrder } from "./serve-requests.ts";

/** After so many readings a further one is as quick as it gets (measured). */
const WARM_UP_ROUNDS = 6;
const WARM_UP_PAUSE_MS = 20;

type Result = ReadingResults[keyof ReadingResults];

// One digit or a few at a time: threads would take longer to wake up than to help.
provideWebPlatform();

let ownReader: NumberReader | undefined;
let last: { layout: PageLayout; reading: Reading } | SingleDigit | undefined;

serveRequestsInOrder(answer);

async function answer(request: ReadingRequest): Promise<Result> {
  const start = performance.now();
  switch (request.kind) {
    case "load":
      warmUp(await loadNumberReader(), WARM_UP_ROUNDS);
      return { milliseconds: performance.now() - start };
    case "explain":
      return await explain(request.number);
    case "use model":
      return await useModel(request.model);
    case "read drawing": {
      const reading = read(await reader(), request.image, { layout: "line", polarity: "dark-on-light" });
      return { reading, milliseconds: performance.now() - start };
    }
    default: {
      const image = await decodePicture(request.file, request.name);
      const reading = readPicture(await reader(), image);
      return { reading, milliseconds: performance.now() - start };
    }
  }
}

async function reader(): Promise<NumberReader> {
  return ownReader ?? (await loadNumberReader());
}

function readPicture(numbers: NumberReader, image: GrayImage): Reading {
  if (!isSingleDigit(image)) return read(numbers, image, { layout: "auto" });
  last = readSingleDigit(image, numbers.model);
  return last.reading;
}

function read(
  numbers: NumberReader,
  image: GrayImage,
  options: { layout: "line" | "auto"; polarity?: "dark-on-light" },
): Reading {
  let layout: PageLayout | undefined;
  const reading = numbers.readPage(image, { ...options, onLayout: (found) => (layout = found) });
  last = layout === undefined ? undefined : { layout, reading };
  return reading;
}

async function explain(number: number): Promise<Result> {
  if (last === undefined) return { steps: [], digits: [] };
  if ("explanation" in last) return last.explanation;
  const { layout, reading } = last;
  const text = reading.pages[0].numbers[number]?.text ?? "";
  return explainNumber(layout, { number, text }, (await reader()).model);
}

async function useModel(model: { name: string; bytes: Uint8Array } | undefined): Promise<Result> {
  const shipped = await loadNumberReader();
  if (model === undefined) {
    ownReader = undefined;
    return { name: shipped.model.name };
  }
  const digits = new DigitReader(await readDigitModel(model.bytes, model.name));
  // The line network knows nothing of the visitor's: alone the digits speak.
  ownReader = new NumberReader({ ...shipped.model, digits, line: undefined, name: model.name });
  return { name: model.name };
}

/**
 * The first readings compile; a visitor's should not wait for them. They are of a drawing of four strokes, one by one, so that a request
 * comes in between.
 */
function warmUp({ model }: NumberReader, rounds: number): void {
  const [width, height] = [260, 120];
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 20; y < 100; y++) {
    for (const x of [30, 90, 150, 210]) data.fill(0, y * width + x, y * width + x + 6);
  }
  const reader = new NumberReader(model);
  reader.readPage({ width, height, data }, { layout: "line" });
  if (rounds > 1) setTimeout(() => warmUp(reader, rounds - 1), WARM_UP_PAUSE_MS);
}
