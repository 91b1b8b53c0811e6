/** The names of the kernels' parameters, from their sources: so the formulas of kernel-work.mjs can say what they mean. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const KERNELS = fileURLToPath(new URL("../../kernels/", import.meta.url));

/** @returns for every function that the AssemblyScript sources in a folder export, its parameters' names in order */
export function kernelParameters(folder = KERNELS) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return new Map(files.flatMap((name) => parseParameters(readFileSync(join(folder, name), "utf8"))));
}

/** A source's exported functions, as pairs of name and parameters' names. */
function parseParameters(source) {
  const code = source.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
  return [...code.matchAll(/export function (\w+)\(([^)]*)\)/g)].map(([, name, list]) => [
    name,
    [...list.matchAll(/(\w+)\s*:/g)].map(([, parameter]) => parameter),
  ]);
}
