/**
 * Loaded with `node --import` into a process whose memory is measured: at its end, writes the most memory that it
 * held, in MB, to file descriptor 3, which the benchmark opens for it.
 */
import { readFileSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) process.on("exit", () => writeSync(3, String(peakMegabytes())));

function peakMegabytes() {
  // Linux counts what the parent held before exec into maxRSS; the process's own status does not.
  const status = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(kilobytes) * 1024) / 1e6;
}
