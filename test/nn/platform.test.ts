import { expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { platform } from "../../src/nn/platform.ts";
import { recordPlatform } from "./recording-platform.ts";

test("without a platform the error says how to provide one, and then the one provided is used", () => {
  expect(platform).toThrow(InklingError);
  expect(platform).toThrow("In a browser call providePlatform(…) first");
  const provided = recordPlatform();
  expect(platform()).toBe(provided);
});
