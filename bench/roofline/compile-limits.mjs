/** limits.ts as a WebAssembly module, compiled when it is asked for: nothing compiled is committed. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("./limits.ts", import.meta.url));

/** @throws Error with the compiler's messages */
export async function compileLimits() {
  const asc = await import("assemblyscript/asc");
  const [stderr, options] = [
    asc.createMemoryStream(),
    "--optimizeLevel 3 --runtime stub --noAssert --enable simd",
  ];
  let binary;
  const files = { "limits.ts": readFileSync(SOURCE, "utf8") };
  const { error } = await asc.main(
    ["limits.ts", "--outFile", "limits.wasm", ...options.split(" "), "--importMemory"],
    { stderr, readFile: (name) => files[name] ?? null, writeFile: (_name, content) => (binary = content) },
  );
  if (error !== null) throw new Error(`limits.ts does not compile\n${stderr.toString()}`, { cause: error });
  return binary;
}
