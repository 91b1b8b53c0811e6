/** What the figures were measured on. */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

export function machineFacts() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    caches: readCaches(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    date: new Date().toISOString(),
  };
}

/** Sizes of the data caches of one processor, from the first level, as "48K, 2048K"; undefined where not told. */
function readCaches() {
  const folder = "/sys/devices/system/cpu/cpu0/cache";
  const sizes = [];
  for (let index = 0; ; index++) {
    const read = (name) => readFileSync(`${folder}/index${index}/${name}`, "utf8").trim();
    try {
      if (read("type") !== "Instruction") sizes.push(read("size"));
    } catch {
      return sizes.length === 0 ? undefined : sizes.join(", ");
    }
  }
}
