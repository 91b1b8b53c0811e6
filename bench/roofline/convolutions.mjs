/**
 * The ways to convolve 3 by 3 at stride 1, measured against each other at several sizes, in turns, on one thread: directly,
 * over lists of what is not zero, and by Winograd's algorithm; forward (which is also the way back), and the kernel's
 * gradient. Winograd's first result is held to the direct one.
 */
import { bindKernels, createMemory, kernelModule } from "../../dist/nn/engine/kernels.js";
import { median } from "../statistics.mjs";

const IMAGES = 8;
/** Results' height and width, channels and filters. */
const SIZES = [
  [28, 8, 8],
  [28, 16, 16],
  [24, 32, 64],
  [14, 16, 32],
  [12, 64, 64],
  [5, 64, 64],
];
/** Shares of the inputs that are not zero. */
const DENSITIES = [0.3, 0.5];
/** Direct and Winograd's results may differ by as much, relative to the largest. */
const TOLERANCE = 1e-5;
const MEMORY_BYTES = 2 ** 26;

/** @returns a text and the figures: microseconds an image, of each way at each size */
export function measureConvolutions({ rounds }) {
  const rows = SIZES.map((size) => measureSize(size, rounds));
  return { text: formatRows(rows), rows };
}

function measureSize([side, channels, filters], rounds) {
  const ways = prepareWays(side, channels, filters);
  const samples = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const start = performance.now();
      run();
      samples[way].push(((performance.now() - start) * 1000) / IMAGES);
    }
  }
  const times = Object.fromEntries(Object.entries(samples).map(([way, all]) => [way, median(all)]));
  return { side, channels, filters, times };
}

/** The ways as functions, on random images in a memory of their own. */
function prepareWays(side, channels, filters) {
  const place = layOut(side, channels, filters);
  const ways = { ...directWays(place), ...winogradWays(place) };
  for (const way of Object.values(ways)) way();
  checkAlike(place.results("direct", "outputs"), place.results("winograd", "outputs"));
  checkAlike(place.results("direct", "gradients"), place.results("winograd", "gradients"));
  const lists = DENSITIES.map((density) => [`lists ${density}`, listedWay(place, place.images(density))]);
  return { ...ways, ...Object.fromEntries(lists) };
}

/** Where everything lies in the memory, as the kernels take it. */
function layOut(side, channels, filters) {
  const memory = createMemory(MEMORY_BYTES);
  const random = createRandom();
  let next = 1024;
  const allocate = (floats) => {
    const address = next;
    next = Math.ceil((next + floats * 4) / 64) * 64;
    return address;
  };
  const view = (address, count) => new Float32Array(memory.buffer, address, count);
  const fill = (count, density) => {
    const address = allocate(count);
    view(address, count).forEach((_, i, values) => (values[i] = random() < density ? random() - 0.5 : 0));
    return address;
  };
  const [inSide, weights] = [side + 2, 9 * channels * filters];
  const [inStride, outStride] = [inSide ** 2 * channels, side ** 2 * filters];
  const layout = filters <= 32 ? [filters * 4, 64] : [64, 9 * channels * 64];
  const images = (density) => fill(IMAGES * inStride, density);
  const dense = images(1);
  const two = (count) => ({ direct: allocate(count), winograd: allocate(count) });
  const [outputs, gradients] = [two(IMAGES * outStride), two(weights)];
  return {
    kernels: bindKernels(kernelModule(), memory),
    channels,
    filters,
    inSide,
    inStride,
    outStride,
    images,
    input: [dense, channels, inSide * channels, inStride],
    kernel: [fill(weights, 1), ...layout],
    output: (way) => [outputs[way], filters, outStride],
    gradient: (way) => [gradients[way], ...layout],
    sizes: [side, side, filters],
    transformed: allocate(16 * channels * filters),
    scratch: allocate(16 * (16 * (channels + filters) + channels * filters)),
    lists: [allocate(2 * (inStride + 4)), allocate(inSide ** 2 + 1)],
    results: (way, kind) =>
      kind === "outputs" ? view(outputs[way], IMAGES * outStride) : view(gradients[way], weights),
  };
}

function directWays({ kernels, channels, input, kernel, output, gradient, sizes }) {
  const result = output("direct");
  const window = [channels, 3, 3, 1, 1, ...sizes];
  return {
    direct: () => kernels.convolve(...result, ...input, ...kernel, 0, 0, ...window, 0, IMAGES),
    gradient: () =>
      kernels.convolveGradient(
        ...gradient("direct"),
        ...input,
        ...result,
        ...window,
        IMAGES,
        0,
        9 * channels,
      ),
  };
}

function winogradWays(place) {
  const { kernels, channels, filters, input, kernel, output, gradient, sizes, transformed, scratch } = place;
  kernels.winogradKernel(transformed, ...kernel, channels, filters, 0, channels);
  return {
    winograd: () =>
      kernels.winograd(
        ...[...output("winograd"), ...input, transformed, 0, 0, scratch],
        ...[channels, ...sizes, 0, IMAGES],
      ),
    winogradGradient: () =>
      kernels.winogradGradient(
        ...[...gradient("winograd"), ...input, ...output("direct"), scratch],
        ...[channels, ...sizes, IMAGES, 0, channels],
      ),
  };
}

function listedWay(
  { kernels, channels, filters, inSide, inStride, outStride, lists, kernel, output, sizes },
  images,
) {
  const [address] = output("direct");
  const window = [channels, channels, inSide, inSide, 0, 0, 1, 1, inSide, inSide];
  return () => {
    for (let n = 0; n < IMAGES; n++) {
      kernels.listPixels(...lists, images + n * inStride * 4, ...window);
      const result = [address + n * outStride * 4, filters];
      kernels.convolveLists(...result, ...lists, channels, inSide, ...kernel, 0, 0, 3, 3, 1, 1, ...sizes);
    }
  };
}

function checkAlike(expected, received) {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const apart = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - received[i])), 0);
  if (apart > TOLERANCE * largest)
    throw new Error(`Winograd's result is ${apart / largest} from the direct one.`);
}

/** Numbers from 0 to 1, the same ones each time. */
function createRandom() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function formatRows(rows) {
  const columns = ["direct", "Winograd", ...DENSITIES.map((density) => `lists ${density}`)];
  const head = ["results", ...columns, "gradient", "Winograd"].map((name, i) =>
    i === 0 ? name.padEnd(22) : name.padStart(11),
  );
  const lines = rows.map(({ side, channels, filters, times }) => {
    const label = `${side} x ${side}, ${channels} to ${filters}`;
    const { direct, winograd, gradient, winogradGradient } = times;
    const ratio = (time) => `${(direct / time).toFixed(2)}x`;
    const cells = [
      `${direct.toFixed(0)} us`,
      ratio(winograd),
      ...DENSITIES.map((density) => ratio(times[`lists ${density}`])),
      `${gradient.toFixed(0)} us`,
      `${(gradient / winogradGradient).toFixed(2)}x`,
    ];
    return `  ${label.padEnd(22)}${cells.map((cell) => cell.padStart(11)).join("")}`;
  });
  return [
    "Convolutions of 3 by 3 on 1 thread: an image directly, and how many times as fast the other ways are",
    `  ${head.join("")}`,
    ...lines,
  ].join("\n");
}
