/**
 * Pictures of digits as scanners, telephones and forms spoil them, made from clean MNIST images, the same for the same seed.
 *
 * A scene is an amount of ink (0..1) at every pixel, drawn on paper, then lit, blurred, disturbed and perhaps inverted.
 */
import { Random } from "../../dist/base/random.js";
import { resizeArea } from "../../dist/image/index.js";

/** What can be done to a digit; each name is a set of options of `drawScene`. */
export const DEGRADATIONS = {
  enlarged: {},
  reduced: { side: [20, 27] },
  "grey paper": { paper: [120, 200], inkShare: [0.25, 0.5] },
  gradient: { gradient: [0.35, 0.7] },
  "soft shadow": { shadow: [0.4, 0.7], softness: [0.05, 0.3] },
  "hard shadow": { shadow: [0.4, 0.7], softness: [0, 0.01] },
  "ruled lines": { rules: [1, 3] },
  "corner of a box": { frame: true },
  neighbours: { neighbours: true },
  "touches border": { tight: true },
  "thin strokes": { thin: true },
  blur: { blur: [1, 3] },
  noise: { noise: [8, 20], paper: [200, 240], inkShare: [0.2, 0.4] },
  inverse: { inverse: true },
  "all together": {
    gradient: [0.5, 0.8],
    shadow: [0.6, 0.8],
    softness: [0.05, 0.3],
    paper: [170, 230],
    inkShare: [0.15, 0.45],
    frame: true,
    neighbours: true,
    blur: [1, 2],
    noise: [2, 5],
    inverse: "sometimes",
  },
};

/** One degraded picture of `digit` (28 × 28, light on dark); `other` is a digit that may stand beside it. */
export function degrade(digit, other, name, seed) {
  const random = new Random(seed);
  const options = DEGRADATIONS[name];
  const scene = drawScene(digit, other, options, random);
  const light = drawLight(scene, options, random);
  const paper = between(random, options.paper ?? [255, 255]);
  const ink = paper * between(random, options.inkShare ?? [0, 0.2]);
  const noise = between(random, options.noise ?? [0, 0]);
  const inverse = options.inverse === "sometimes" ? random.nextBelow(2) === 1 : options.inverse;
  let data = Uint8Array.from(scene.ink, (amount, i) => (paper + (ink - paper) * amount) * light[i]);
  for (let i = between(random, options.blur ?? [0, 0]); i >= 1; i--) data = blurOnce(data, scene.width);
  // The sum of three uniforms has a standard deviation of a half.
  const disturb = () =>
    noise === 0 ? 0 : 2 * noise * (random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5);
  data = data.map((level) => Math.min(255, Math.max(0, Math.round(level + disturb()))));
  return {
    width: scene.width,
    height: scene.height,
    data: inverse ? data.map((level) => 255 - level) : data,
  };
}

const between = (random, [low, high]) => low + random.nextFloat() * (high - low);

/** Amounts of ink: the digit somewhere on its paper, and what else is printed or written there. */
function drawScene(digit, other, options, random) {
  const side = Math.round(between(random, options.side ?? [56, 180]));
  const glyph = scale(options.thin ? thinned(digit) : digit, side);
  const room = options.tight ? 0 : options.side ? 1.2 : between(random, [1.05, 1.6]);
  const box = options.tight ? tightBox(glyph) : { x: 0, y: 0, width: side, height: side };
  const width = options.tight ? box.width : Math.round(side * room);
  const height = options.tight ? box.height : Math.round(side * between(random, [1.05, 1.3]));
  const scene = { width, height, ink: new Float64Array(width * height) };
  const left = Math.floor((width - box.width) / 2) - box.x;
  const top = Math.floor((height - box.height) / 2) - box.y;
  stamp(scene, glyph, left, top);
  const pen = Math.max(1, Math.round(side / 60));
  if (options.neighbours) {
    const shape = tightBox(scale(other, side));
    // A part of the neighbour, between a tenth and a half of it, reaches into the picture.
    const reach = Math.round(shape.width * between(random, [0.1, 0.5]));
    const free = left + tightBox(glyph).x - 3;
    stamp(scene, scale(other, side), Math.min(reach, free) - shape.x - shape.width, top);
  }
  if (options.frame) {
    const [x, y] = [random.nextBelow(pen * 3), random.nextBelow(pen * 3)];
    strike(scene, x, 0, pen, height);
    strike(scene, 0, y, width, pen);
    if (random.nextBelow(2)) strike(scene, width - pen - random.nextBelow(pen * 2), 0, pen, height);
  }
  const rules = options.rules ? Math.round(between(random, options.rules)) : 0;
  const free = tightBox(glyph);
  const rows = [height - 1 - pen, free.y + top - 3 * pen, free.y + free.height + top + 2 * pen];
  for (let i = 0; i < rules; i++) strike(scene, 0, Math.min(height - pen, Math.max(0, rows[i])), width, pen);
  return scene;
}

function scale(image, side) {
  return resizeArea(image, side, side);
}

function stamp({ width, height, ink }, { width: w, height: h, data }, left, top) {
  for (let y = Math.max(0, -top); y < Math.min(h, height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(w, width - left); x++) {
      const i = (top + y) * width + left + x;
      ink[i] = Math.max(ink[i], data[y * w + x] / 255);
    }
  }
}

function strike({ width, ink }, left, top, w, h) {
  for (let y = top; y < top + h; y++) ink.fill(0.9, y * width + left, y * width + Math.min(width, left + w));
}

/** The box of what is more than half ink. */
function tightBox({ width, data }) {
  const lit = [...data.keys()].filter((i) => data[i] > 127);
  const xs = lit.map((i) => i % width);
  const ys = lit.map((i) => (i - (i % width)) / width);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 };
}

/** How much light falls on every pixel: a linear gradient and the edge of a shadow, each in a direction of its own. */
function drawLight({ width, height }, { gradient, shadow, softness }, random) {
  const light = new Float64Array(width * height).fill(1);
  const along = () => {
    const [dx, dy] = [random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1];
    const reach = (Math.abs(dx) + Math.abs(dy)) / 2;
    return (i) =>
      ((((i % width) + 0.5) / width - 0.5) * dx + (Math.floor(i / width) / height - 0.5) * dy) / reach;
  };
  if (gradient) {
    const [position, depth] = [along(), between(random, gradient)];
    light.forEach((level, i) => (light[i] = level * (1 - depth * (position(i) + 1) * 0.5)));
  }
  if (shadow) {
    const [position, depth] = [along(), between(random, shadow)];
    const [edge, soft] = [between(random, [-0.5, 0.5]), between(random, softness) + 1e-6];
    light.forEach((level, i) => {
      const share = Math.min(1, Math.max(0, (position(i) - edge) / soft + 0.5));
      light[i] = level * (1 - (1 - depth) * share * share * (3 - 2 * share));
    });
  }
  return light;
}

/** One pass of a 3 × 3 box, without the border. */
function blurOnce(data, width) {
  const blurred = data.slice();
  for (let i = width + 1; i < data.length - width - 1; i++) {
    let sum = 0;
    for (const row of [i - width, i, i + width]) sum += data[row - 1] + data[row] + data[row + 1];
    blurred[i] = sum / 9;
  }
  return blurred;
}

/** The digit's skeleton on a finer grid, drawn with a pen of two of its pixels: a third of a usual stroke or less. */
function thinned(digit) {
  const side = 112;
  const bits = scale(digit, side).data.map((level) => (level > 127 ? 1 : 0));
  while (peel(bits, side, 0) + peel(bits, side, 1) > 0);
  const data = bits.map((_, i) => (bits[i] || bits[i - 1] || bits[i - side] || bits[i - side - 1] ? 255 : 0));
  return { width: side, height: side, data };
}

/** One pass of Zhang and Suen's thinning (Communications of the ACM 27, 1984); returns how many pixels it removed. */
function peel(bits, width, pass) {
  const removed = [];
  for (let i = width + 1; i < bits.length - width - 1; i++) {
    if (bits[i] === 0) continue;
    const ring = [-width, 1 - width, 1, 1 + width, width, width - 1, -1, -1 - width].map(
      (step) => bits[i + step],
    );
    const count = ring.reduce((sum, bit) => sum + bit, 0);
    const rises = ring.filter((bit, k) => bit === 0 && ring[(k + 1) % 8] === 1).length;
    const [north, , east, , south, , west] = ring;
    const open =
      pass === 0
        ? !(north && east && south) && !(east && south && west)
        : !(north && east && west) && !(north && south && west);
    if (count >= 2 && count <= 6 && rises === 1 && open) removed.push(i);
  }
  for (const i of removed) bits[i] = 0;
  return removed.length;
}
