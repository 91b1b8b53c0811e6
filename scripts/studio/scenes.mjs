/** What is done in each view before its picture is taken. */
import { readFileSync } from "node:fs";
import sharp from "sharp";

const DIGITS_FILE = new URL("../../models/digits.safetensors", import.meta.url);
const SIDE = 28;

/** Strokes in a box that is 1 wide and 1 high. */
const STROKES = {
  4: [
    [
      [0.5, 0],
      [0.1, 0.62],
      [0.95, 0.6],
    ],
    [
      [0.7, 0.32],
      [0.64, 1],
    ],
  ],
  7: [
    [
      [0.08, 0.06],
      [0.9, 0.02],
      [0.62, 0.4],
      [0.42, 1],
    ],
  ],
  1: [
    [
      [0.3, 0.26],
      [0.6, 0],
      [0.56, 1],
    ],
  ],
};

/** Writes a number on the pad of Read. */
async function writeNumber(page, number) {
  await page.locator('[data-view="read"] [data-ready="true"]').waitFor();
  const pad = await page.getByLabel("Drawing pad").boundingBox();
  const height = pad.height * 0.66;
  const width = height * 0.56;
  for (const [place, digit] of [...number].entries()) {
    const [left, top] = [pad.x + pad.width * 0.12 + place * width * 1.4, pad.y + pad.height * 0.14];
    for (const [first, ...rest] of STROKES[digit]) {
      await page.mouse.move(left + first[0] * width, top + first[1] * height);
      await page.mouse.down();
      for (const [x, y] of rest) await page.mouse.move(left + x * width, top + y * height, { steps: 6 });
      await page.mouse.up();
    }
  }
  await page.waitForFunction(
    (text) => document.querySelector("[data-testid=number]")?.textContent === text,
    number,
  );
  await page.locator('[data-view="read"] fieldset canvas').first().waitFor();
  // The bars move into their places.
  await page.waitForTimeout(300);
}

/** A scan of a few numbers, of the digits that the shipped model carries along. */
async function scanOf(rows) {
  const bytes = readFileSync(DIGITS_FILE);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const start = 8 + length + header["extra/0"].data_offsets[0];
  const overlays = rows.flatMap((row, y) =>
    [...row].map(async (digit, x) => {
      const from = start + Number(digit) * SIDE * SIDE;
      const raw = { width: SIDE, height: SIDE, channels: 1 };
      // Resizing makes three channels of one.
      const alpha = await sharp(bytes.subarray(from, from + SIDE * SIDE), { raw })
        .resize(64, 64)
        .extractChannel(0)
        .raw()
        .toBuffer();
      const ink = { create: { width: 64, height: 64, channels: 3, background: "#26324d" } };
      const input = await sharp(ink)
        .joinChannel(alpha, { raw: { width: 64, height: 64, channels: 1 } })
        .png()
        .toBuffer();
      return { input, left: 70 + x * 50, top: 40 + y * 104 };
    }),
  );
  const paper = { width: 560, height: 60 + 104 * rows.length, channels: 3, background: "#f3efe4" };
  return await sharp({ create: paper })
    .composite(await Promise.all(overlays))
    .png()
    .toBuffer();
}

/** Trains the notebook's network for a few epochs on what the server has. */
async function train(page) {
  await page.getByTestId("parameters").waitFor();
  await page.getByLabel("Epochs", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByTestId("evaluation").waitFor({ timeout: 120_000 });
  const cell = page.getByRole("button", { name: /^9 read as 4/ });
  if (await cell.isEnabled()) await cell.click();
}

export const STUDIO_SCENES = [
  { name: "read", view: "read", play: (page) => writeNumber(page, "4711") },
  {
    name: "read-steps",
    view: "read",
    async play(page) {
      await writeNumber(page, "471");
      await page.getByText("How it was read").click();
    },
  },
  {
    name: "read-scan",
    view: "read",
    async play(page) {
      await page.locator('[data-view="read"] [data-ready="true"]').waitFor();
      const buffer = await scanOf(["4711", "2025", "806", "19740"]);
      const input = page.locator('[data-view="read"] input[type="file"]');
      await input.setInputFiles({ name: "scan.png", mimeType: "image/png", buffer });
      await page.locator('[data-view="read"] .sheet button').first().waitFor();
      await page.locator('[data-view="read"] fieldset canvas').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: "read-empty", view: "read", play: (page) => page.locator('[data-ready="true"]').waitFor() },
  { name: "train", view: "train", play: train },
  {
    name: "train-evaluation",
    view: "train",
    play: train,
    from: "evaluation",
  },
  {
    name: "inside",
    view: "inside",
    play: (page) => page.locator('[data-view="inside"] [data-ready="true"]').waitFor(),
  },
  { name: "models", view: "models", play: (page) => page.getByTestId("shipped").waitFor() },
];
