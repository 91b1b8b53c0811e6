/** Runs before every test file: an unexpected warning fails the test that caused it. */
import { afterEach, expect, vi } from "vitest";

const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);

afterEach(() => {
  const messages = warn.mock.calls.map((call) => call.join(" "));
  warn.mockClear();
  expect(messages, "unexpected console.warn").toEqual([]);
});
