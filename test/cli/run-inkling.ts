/** Runs the built command line in a process of its own, as a shell would. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { mnistFolder } from "../mnist.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

interface RunOptions {
  cwd?: string;
  /** Added to this process's variables; undefined removes one. */
  env?: Record<string, string | undefined>;
}

/** How a process ended, and what it printed. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

type Running = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a command; INKLING_DATA is made absolute, since the process may start in another folder. */
export function startInkling(args: readonly string[], { cwd, env = {} }: RunOptions = {}): Running {
  const variables = { ...process.env, INKLING_DATA: mnistFolder(), ...env };
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: variables, stdio: ["ignore", "pipe", "pipe"] });
}

/** Waits for the end of a process. */
export async function ended(child: Running): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { status, stdout, stderr };
}

/** Runs a command to its end. */
export async function inkling(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return await ended(startInkling(args, options));
}

/** The objects of JSON lines; anything else on a line is an error. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  const lines = stdout.split("\n");
  if (lines.pop() !== "") throw new Error(`the last line does not end: ${stdout}`);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
