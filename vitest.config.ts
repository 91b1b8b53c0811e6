import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// A file named here gets the results as JSON; .ci/run counts from it.
const report = process.env["INKLING_TEST_REPORT"];

export default defineConfig({
  // Examples import the library by its name, as its users do; here it means the sources under test.
  resolve: {
    alias: [
      { find: /^inkling$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) },
      {
        find: /^inkling\/plots$/,
        replacement: fileURLToPath(new URL("src/plots/index.ts", import.meta.url)),
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    globalSetup: ["test/global-setup.ts"],
    testTimeout: 30_000,
    pool: "forks",
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
