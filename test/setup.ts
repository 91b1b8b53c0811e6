/** Runs before every test file: provides Node's platform, and makes an unexpected warning fail its test. */
import { afterEach, expect, vi } from "vitest";
import { nodePlatform } from "../src/node/node-platform.ts";
import { providePlatform } from "../src/nn/index.ts";

// Node 20 cannot run a worker written in TypeScript, so the sources under test train in the built one.
providePlatform(nodePlatform(new URL("../dist/bundle/training-worker.js", import.meta.url)));

const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);

afterEach(() => {
  const messages = warn.mock.calls.map((call) => call.join(" "));
  warn.mockClear();
  expect(messages, "unexpected console.warn").toEqual([]);
});
