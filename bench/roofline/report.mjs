/** The roofline as a report: the machine's limits, and each kernel's share of the one that it meets first. */

/** Kernels that take less of the kernels' time are left to "others". */
const LEAST_TIME = 0.01;

/**
 * What threads together did with a kernel, and the share of the machine's limit.
 * @param seen of each thread: { kernel, calls, seconds, flops, read, written }
 * @param limits of as many threads, from limits.mjs
 */
function rateKernel(seen, { multiplyAdd, memory }) {
  const sum = (of) => seen.reduce((total, one) => total + of(one), 0);
  const calls = sum((one) => one.calls);
  const bytes = (one) => one.read + one.written;
  const flopsRate = sum((one) => one.flops / one.seconds);
  const bytesRate = sum((one) => bytes(one) / one.seconds);
  const bandwidth = bandwidthAt(sum(bytes) / calls, memory);
  const shares = { compute: flopsRate / multiplyAdd, memory: bytesRate / bandwidth };
  return {
    kernel: seen[0].kernel,
    calls,
    seconds: sum((one) => one.seconds),
    gigaflops: flopsRate / 1e9,
    gigabytes: bytesRate / 1e9,
    kilobytesPerCall: sum(bytes) / calls / 1000,
    share: Math.max(shares.compute, shares.memory),
    limit: shares.compute >= shares.memory ? "compute" : "memory",
  };
}

/** Bytes a second that can be moved at most, read or copied, at the measured size that is nearest. */
function bandwidthAt(bytes, memory) {
  const distance = ({ size }) => Math.abs(Math.log(size / bytes));
  const nearest = memory.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  return Math.max(nearest.read, nearest.copy);
}

/** @param networks { network, threads: what each thread saw } */
export function rateNetworks(networks, limits) {
  return networks.map(({ network, threads }) => {
    const names = [...new Set(threads.flatMap((seen) => seen.map(({ kernel }) => kernel)))];
    const rated = names.map((name) => {
      const seen = threads.flatMap((sums) =>
        sums.filter(({ kernel, seconds }) => kernel === name && seconds > 0),
      );
      return seen.length === 0 ? undefined : rateKernel(seen, limits);
    });
    const kernels = rated.filter((one) => one !== undefined).sort((a, b) => b.seconds - a.seconds);
    const total = kernels.reduce((sum, { seconds }) => sum + seconds, 0);
    return { network, kernels: kernels.map((one) => ({ ...one, time: one.seconds / total })) };
  });
}

export function formatLimits({ threads, multiplyAdd, product, memory }) {
  const lines = memory.map(
    ({ size, read, copy }) =>
      `  ${formatSize(size).padEnd(10)}${giga(read).padStart(10)}${giga(copy).padStart(10)}`,
  );
  return [
    `${threads === 1 ? "1 thread" : `${threads} threads`}: ${giga(multiplyAdd)} GFLOP/s multiply and add in registers, ` +
      `${giga(product)} in the inner loop of a matrix product`,
    `  ${"GB/s".padEnd(10)}${"read".padStart(10)}${"copied".padStart(10)}`,
    ...lines,
  ].join("\n");
}

export function formatNetwork({ network, kernels }, threads) {
  const shown = kernels.filter(({ time }) => time >= LEAST_TIME);
  const rest = kernels.filter(({ time }) => time < LEAST_TIME).reduce((sum, { time }) => sum + time, 0);
  const width = Math.max(...kernels.map(({ kernel }) => kernel.length));
  const columns = ["time", "calls", "GFLOP/s", "GB/s", "share"].map((name) => name.padStart(10)).join("");
  const rows = shown.map(({ kernel, time, calls, gigaflops, gigabytes, share, limit }) => {
    const counted = gigabytes > 0;
    const cells = [
      percent(time),
      calls.toLocaleString("en-US"),
      gigaflops > 0 ? gigaflops.toFixed(1) : "",
      counted ? gigabytes.toFixed(1) : "",
      counted ? percent(share) : "",
    ].map((cell) => cell.padStart(10));
    return `  ${kernel.padEnd(width)}${cells.join("")}${counted ? `  ${limit}` : ""}`;
  });
  return [
    `${network}, an epoch's kernels on ${threads === 1 ? "1 thread" : `${threads} threads`}`,
    `  ${"".padEnd(width)}${columns}`,
    ...rows,
    `  ${"others".padEnd(width)}${percent(rest).padStart(10)}`,
  ].join("\n");
}

function giga(rate) {
  return (rate / 1e9).toFixed(1);
}

function percent(share) {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function formatSize(bytes) {
  return bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`;
}
