/** Child processes: contenders that answer one request after another, and whole processes with time and memory. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Ends of children's error output that are worth showing. */
const SHOWN_ERROR = 2000;

/** A contender that stays alive between its turns, idle while others have theirs. */
export class ContenderProcess {
  #child;
  #lines;
  #failure;

  constructor(contender) {
    const { label } = contender;
    this.#child = start(contender);
    const stderr = collect(this.#child.stderr);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#failure = () => new Error(`${label} stopped answering.\n${stderr().slice(-SHOWN_ERROR)}`);
  }

  /** Sends a request; resolves with its answer. */
  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw this.#failure();
    return JSON.parse(value);
  }

  async close() {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin.end();
    await ended;
  }
}

/**
 * Runs a process to its end.
 * @returns seconds from start to exit, the JSON of its last line, and its peak memory in MB if it told it
 */
export async function runProcess(contender) {
  const { label } = contender;
  const begin = performance.now();
  const child = start(contender);
  child.stdin.end();
  const [stdout, stderr, memory] = [child.stdout, child.stderr, child.stdio[3]].map(collect);
  let seconds;
  child.once("exit", () => (seconds = (performance.now() - begin) / 1000));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${label} ended with code ${code}.\n${stderr().slice(-SHOWN_ERROR)}`);
  const last = stdout().trimEnd().split("\n").at(-1);
  return { seconds, answer: last ? JSON.parse(last) : {}, peakMegabytes: Number(memory()) || undefined };
}

function start({ command, args, env = {} }) {
  // From the root, so that `import "inkling"` in `node -e` finds this package.
  const options = { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe", "pipe"] };
  const child = spawn(command, args, options);
  // A contender that dies is reported when its answer is missing, with its own last words.
  child.stdin.on("error", () => {});
  return child;
}

/** Gathers a stream's text; the function returned gives what has come so far. */
function collect(stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (part) => (text += part));
  return () => text;
}
