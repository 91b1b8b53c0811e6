/** What the figures were measured on, and whether it was quiet. */
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** Above this load average other programs take time from the contenders. */
const QUIET_LOAD = 0.5;

export function machineFacts() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    date: new Date().toISOString(),
    load: round(loadavg()[0]),
  };
}

/** A warning if the machine is busy before the benchmark begins; undefined if it is quiet. */
export function noiseWarning({ load }) {
  if (load <= QUIET_LOAD) return undefined;
  return `Load average ${load}, above ${QUIET_LOAD}: other programs are running, and the figures are noisy.`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
