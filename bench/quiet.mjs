/**
 * Is the machine quiet? Three looks at it, since each alone is blind to something: the load average (the minute that
 * was), an idle second in which other programs' time is counted (Linux; a virtual machine's stolen time included), and
 * a spin on every processor, which gets all of its time only where nobody else wants it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { Worker } from "node:worker_threads";

/** Above this load average other programs have been taking time from the contenders. */
const QUIET_LOAD = 0.5;
/** Processors that others may keep busy while this process sleeps. */
const QUIET_OTHERS = 0.1;
/** Least share of every processor that a spin must get. */
const QUIET_SPIN = 0.95;

const IDLE_MS = 1000;
const SPIN_MS = 300;

/** Linux counts processor time in hundredths of a second, for programs at least. */
const TICKS_PER_SECOND = 100;

/** What is taken from the machine now; `others` and `busiest` are undefined where it does not tell. */
export async function lookAtMachine() {
  const load = loadavg()[0];
  const idle = await measureOthers();
  return { load: round(load), ...idle, spin: round(await measureSpin()) };
}

/**
 * Why a measurement now would be worth nothing; empty on a quiet machine.
 * @param afterBenchmark true if the load average is still that of a benchmark of ours
 */
export function busyReasons({ load, others, busiest, spin }, { afterBenchmark = false } = {}) {
  const reasons = [];
  if (load > QUIET_LOAD && !afterBenchmark) {
    reasons.push(`The load average is ${load}, above ${QUIET_LOAD}.`);
  }
  if (others > QUIET_OTHERS) {
    const who = busiest === undefined ? "" : `, most of all ${busiest}`;
    reasons.push(`Other programs kept ${others} processors busy, above ${QUIET_OTHERS}${who}.`);
  }
  if (spin < QUIET_SPIN) {
    reasons.push(`A spin got ${Math.round(spin * 100)} % of the processors, below ${QUIET_SPIN * 100} %.`);
  }
  return reasons;
}

/** Looks again, some seconds apart, until nothing speaks against measuring or patience ends; returns what then does. */
export async function waitUntilQuiet({ looks, seconds }) {
  for (let look = 1; ; look++) {
    const reasons = busyReasons(await lookAtMachine(), { afterBenchmark: true });
    if (reasons.length === 0 || look === looks) return reasons;
    await sleep(seconds * 1000);
  }
}

/** Processors that anybody else keeps busy while this process sleeps, and the program that does so most. */
async function measureOthers() {
  const before = readTimes();
  if (before === undefined) return {};
  const start = performance.now();
  await sleep(IDLE_MS);
  const after = readTimes();
  const ticks = ((performance.now() - start) / 1000) * TICKS_PER_SECOND;
  const used = [...after.programs]
    .map(([pid, { name, time }]) => ({ pid, name, time: time - (before.programs.get(pid)?.time ?? 0) }))
    .filter(({ pid }) => pid !== process.pid)
    .sort((a, b) => b.time - a.time);
  const others = round(Math.max(0, after.busy - before.busy - ownTicks(before, after)) / ticks);
  const { name, pid, time } = used[0] ?? { time: 0 };
  return { others, ...(time > 0 && others > 0 && { busiest: `${name} (process ${pid})` }) };
}

function ownTicks(before, after) {
  const own = ({ programs }) => programs.get(process.pid)?.time ?? 0;
  return own(after) - own(before);
}

/** Ticks that the processors were busy with anything, and each program's; undefined where /proc is not. */
function readTimes() {
  try {
    const [user, nice, system, , , irq, softIrq, steal] = readFileSync("/proc/stat", "utf8")
      .split("\n", 1)[0]
      .split(/\s+/)
      .slice(1)
      .map(Number);
    const busy = user + nice + system + irq + softIrq + steal;
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return { busy, programs: new Map(pids.flatMap(readProgram)) };
  } catch {
    return undefined;
  }
}

function readProgram(pid) {
  try {
    return [[Number(pid), parseProgramStat(readFileSync(`/proc/${pid}/stat`, "utf8"))]];
  } catch {
    return []; // It has ended since its number was read.
  }
}

/** Name and ticks of a program from its /proc/PID/stat, in which the name may hold spaces and parentheses. */
export function parseProgramStat(text) {
  const [open, close] = [text.indexOf("("), text.lastIndexOf(")")];
  const fields = text.slice(close + 2).split(" ");
  return { name: text.slice(open + 1, close), time: Number(fields[11]) + Number(fields[12]) };
}

const SPIN = `
  const { parentPort } = require("node:worker_threads");
  parentPort.once("message", (milliseconds) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    parentPort.postMessage("done");
  });
  parentPort.postMessage("ready");
`;

/** Share of all processors that as many spinning threads get. */
async function measureSpin() {
  const count = availableParallelism();
  const workers = Array.from({ length: count }, () => new Worker(SPIN, { eval: true }));
  const answers = () =>
    Promise.all(workers.map((worker) => new Promise((done) => worker.once("message", done))));
  await answers();
  const [before, start] = [process.cpuUsage(), performance.now()];
  for (const worker of workers) worker.postMessage(SPIN_MS);
  await answers();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - start) * 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return (user + system) / (wall * count);
}

function sleep(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function round(value) {
  return Math.round(value * 100) / 100;
}
