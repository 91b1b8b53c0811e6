/** Compiles src/ with tsc, and mends what tsc leaves: import paths in declarations, the executable bit of the bin. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const TSC = fileURLToPath(new URL("./bin/tsc", import.meta.resolve("typescript/package.json")));
const BIN = "cli/main.js";

/** @throws Error if tsc finds errors, which it has then printed */
export function compileTypeScript(root, outDir) {
  const options = ["-p", join(root, "tsconfig.build.json"), "--outDir", outDir];
  const { status } = spawnSync(process.execPath, [TSC, ...options], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("TypeScript found the errors above");
  for (const name of readdirSync(outDir, { recursive: true })) {
    if (name.endsWith(".d.ts")) rewriteImports(join(outDir, name));
  }
  if (existsSync(join(outDir, BIN))) chmodSync(join(outDir, BIN), 0o755);
}

/**
 * `from "./x.ts"` becomes `from "./x.js"`: tsc rewrites the extensions in JavaScript but not in declarations, where
 * not every resolver finds the declaration behind `.ts`.
 */
function rewriteImports(file) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll(/(\bfrom |\bimport\(|\bimport )"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"'));
}
