/**
 * A folder that uses Inkling as its users do: the tarball of `npm pack`, unpacked where npm would put it.
 * The other packages are linked from this repository, so no network is needed; only the declared ones are there.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** This repository's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program to its end; an exit status other than 0 is an error that holds what it printed. */
export async function run(program: string, args: string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { cwd })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(" ")} failed\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Makes the folder and returns its path; the caller removes it. */
export async function makeConsumer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "inkling-consumer-"));
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "inkling"), { recursive: true });
  await run("npm", ["pack", "--silent", "--pack-destination", folder], ROOT);
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack wrote no tarball");
  await run(
    "tar",
    ["-xzf", join(folder, tarball), "-C", join(modules, "inkling"), "--strip-components=1"],
    folder,
  );
  await rm(join(folder, tarball));
  await linkPackages(modules);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return folder;
}

async function linkPackages(modules: string): Promise<void> {
  const { dependencies, bin } = JSON.parse(
    await readFile(join(modules, "inkling", "package.json"), "utf8"),
  ) as {
    dependencies: Record<string, string>;
    bin: { inkling: string };
  };
  for (const name of [...Object.keys(dependencies), "@types/node"]) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, "node_modules", name), join(modules, name));
  }
  await mkdir(join(modules, ".bin"));
  await symlink(join("..", "inkling", bin.inkling), join(modules, ".bin", "inkling"));
}
