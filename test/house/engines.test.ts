/** The lock file as a fresh machine meets it: every package runs on the oldest Node, and comes from the registry. */
import { readFileSync } from "node:fs";
import { satisfies } from "semver";
import { describe, expect, test } from "vitest";

/** What this test reads of an entry of package-lock.json. */
interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  engines?: { node?: string };
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
  inBundle?: boolean;
}

const OLDEST_NODE = "20.19.0";
const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, LockedPackage>;
};
const { "": root, ...packages } = lock.packages;
const entries = Object.entries(packages);

/** Whether the lock file holds what `name` means to the package at `path`: beside it, or in any folder above. */
function isLocked(path: string, name: string): boolean {
  if (`${path}/node_modules/${name}` in packages) return true;
  const above = path.lastIndexOf("/node_modules/");
  return above === -1 ? `node_modules/${name}` in packages : isLocked(path.slice(0, above), name);
}

describe("package-lock.json", () => {
  test("says that Inkling itself needs Node 20.19", () => {
    expect(root.engines?.node).toBe(">=20.19");
  });

  test("holds only packages that run on Node 20.19, optional ones aside", () => {
    const tooNew = entries
      .filter(([, { optional, engines }]) => optional !== true && engines?.node !== undefined)
      .filter(([, { engines }]) => !satisfies(OLDEST_NODE, engines!.node!))
      .map(([path, { version, engines }]) => `${path} ${version} needs Node ${engines!.node}`);
    expect(tooNew).toEqual([]);
  });

  test("holds the optional packages of every platform, without which npm ci refuses", () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("names no place to download from, so that each machine asks its own registry", () => {
    const hosts = entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path);
    expect(hosts).toEqual([]);
  });

  test("holds a checksum of every package", () => {
    const unchecked = entries
      .filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true)
      .map(([path]) => path);
    expect(unchecked).toEqual([]);
  });

  test("holds no package that runs a script when it is installed, optional ones aside", () => {
    const scripted = entries
      .filter(([, { hasInstallScript, optional }]) => hasInstallScript === true && optional !== true)
      .map(([path]) => path);
    expect(scripted).toEqual([]);
  });
});
