import { expect, test, vi } from "vitest";
import { RecordingPlatform } from "./recording-platform.ts";

test("without a platform the error says how to provide one, and then the one provided is used", async () => {
  // A fresh copy of the module: the setup of the tests has provided Node's platform to the usual one.
  vi.resetModules();
  const { platform, providePlatform } = await import("../../src/nn/platform.ts");
  expect(platform).toThrow("In a browser call providePlatform(…) first");
  const provided = new RecordingPlatform();
  providePlatform(provided);
  expect(platform()).toBe(provided);
});
