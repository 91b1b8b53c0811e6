import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../src/node/cache-folder.ts";

const home = "/home/ada";

test("cacheFolder is ~/.cache/inkling on Linux, or in XDG_CACHE_HOME where that is an absolute path", () => {
  expect(cacheFolder({ platform: "linux", env: {}, home })).toBe(join(home, ".cache", "inkling"));
  const env = { XDG_CACHE_HOME: "/var/tmp/ada" };
  expect(cacheFolder({ platform: "linux", env, home })).toBe(join("/var/tmp/ada", "inkling"));
  const relative = { XDG_CACHE_HOME: "ada" };
  expect(cacheFolder({ platform: "linux", env: relative, home })).toBe(join(home, ".cache", "inkling"));
});

test("cacheFolder is in Library/Caches on macOS", () => {
  expect(cacheFolder({ platform: "darwin", env: {}, home })).toBe(join(home, "Library", "Caches", "inkling"));
});

test("cacheFolder is in LOCALAPPDATA on Windows, or where that usually is", () => {
  const env = { LOCALAPPDATA: "L" };
  expect(cacheFolder({ platform: "win32", env, home })).toBe(join("L", "inkling", "Cache"));
  const usual = join(home, "AppData", "Local", "inkling", "Cache");
  expect(cacheFolder({ platform: "win32", env: {}, home })).toBe(usual);
});

test("cacheFolder asks this process where nothing is given", () => {
  expect(cacheFolder()).toMatch(/inkling/);
});
