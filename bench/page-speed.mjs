/** Times the reading of a field and of a photographed page, both written with the built-in digits on uneven paper. */
import { createGrayImage, loadInk, loadNumberReader, resizeArea } from "inkling";
import { Random } from "../dist/base/random.js";
import { median } from "./statistics.mjs";

const SIDE = 28;
const FIELD = { width: 600, height: 200, digit: 140, columns: 1, rows: 1, length: 5 };
/** 12 megapixels. */
const PAGE = { width: 4000, height: 3000, digit: 84, columns: 3, rows: 20, length: 6 };

/** @returns medians in milliseconds: `find` is everything before the networks, `all` the whole reading */
export async function measurePageSpeed() {
  const reader = await loadNumberReader();
  const ink = await loadInk({ count: PAGE.columns * PAGE.rows * PAGE.length, seed: 11 });
  return {
    field: measure(reader, draw(FIELD, ink), "line", 40),
    page: measure(reader, draw(PAGE, ink), "auto", 5),
  };
}

function measure(reader, image, layout, rounds) {
  const readings = Array.from({ length: 2 * rounds }, () => reader.readPage(image, { layout }));
  const times = readings.slice(rounds).map(({ timings }) => {
    const { "read numbers": networks, ...finding } = timings;
    const find = Object.values(finding).reduce((sum, time) => sum + time, 0);
    return { find, all: find + networks };
  });
  const numbers = readings[0].pages[0].numbers.length;
  return { find: median(times.map(({ find }) => find)), all: median(times.map(({ all }) => all)), numbers };
}

/** Numbers in columns, dark on paper that a lamp lights from one side. */
function draw({ width, height, digit, columns, rows, length }, { images }) {
  const page = createGrayImage(width, height);
  const random = new Random(5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      page.data[y * width + x] = 235 - (60 * x) / width - (20 * y) / height + 6 * random.nextFloat();
    }
  }
  const step = Math.round(digit * 0.72);
  for (let place = 0; place < columns * rows * length; place++) {
    const number = Math.floor(place / length);
    const column = number % columns;
    const row = Math.floor(number / columns);
    const data = images.data.subarray(place * SIDE * SIDE, (place + 1) * SIDE * SIDE);
    const left = Math.round((width / columns) * (column + 0.1)) + (place % length) * step;
    const top = Math.round((height / rows) * (row + 0.5) - digit / 2);
    darken(page, resizeArea({ width: SIDE, height: SIDE, data }, digit, digit), left, top);
  }
  return page;
}

function darken(page, { width, height, data }, left, top) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (top + y) * page.width + left + x;
      page.data[at] *= 1 - (0.8 * data[y * width + x]) / 255;
    }
  }
}
