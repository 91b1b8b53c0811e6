/** Ten lines drawn from the built-in digits: lines that a model may carry along, as MNIST's may not be. */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { loadInk } from "../../dist/index.js";
import { LINE_HEIGHT, prepareLine } from "../../dist/reader/line/prepare-line.js";
import { composeLine, drawHand } from "./compose-line.mjs";
import { makePlainPool } from "./digit-pool.mjs";

const TEXTS = ["0", "17", "23", "4.5", "68", "-9", "3,1", "1/2", "90", ""];
/** One width of several; those of the model's file are of another. */
const WIDTH = 96;
/** Enough that every digit is among them. */
const DRAWN = 200;

/** @returns { data, shape } of (10, 32, 96) */
export async function drawGoldenLines() {
  const pool = makePlainPool(await loadInk({ count: DRAWN, seed: 1 }));
  const data = new Uint8Array(TEXTS.length * LINE_HEIGHT * WIDTH);
  TEXTS.forEach((text, n) => {
    const random = new Random(deriveSeed(1, n));
    const { picture } = composeLine(text, drawHand(random, { gaps: [0, 4], plain: true }), pool, random);
    data.set(prepareLine(picture, [WIDTH]).image.data, n * LINE_HEIGHT * WIDTH);
  });
  return { data, shape: [TEXTS.length, LINE_HEIGHT, WIDTH] };
}
