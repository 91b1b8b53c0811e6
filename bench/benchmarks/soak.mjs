/** `npm run bench -- soak`: does memory grow over a million predictions and fifty fits? */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { growthOf } from "../statistics.mjs";

const SCRIPT = fileURLToPath(new URL("../soak-process.mjs", import.meta.url));

const FULL = { predictions: 1_000_000, fits: 50, reports: 25 };
const QUICK = { predictions: 20_000, fits: 5, reports: 5 };

/**
 * MB that the memory may grow from the second fifth of a phase to the last. The first fifth is not counted: code is
 * compiled, and the collector finds its measure. Less would be the collector's own coming and going (measured).
 */
const BOUND = { predictions: 10, fits: 30 };

/** @throws Error if the process fails */
export async function measureSoak({ data, quick }) {
  const reports = await watchProcess({ data, ...(quick ? QUICK : FULL) });
  const phases = Object.keys(BOUND).map((phase) => judge(phase, reports));
  const text = phases.map(formatPhase).join("\n\n");
  return { text, record: { phases }, failed: phases.some(({ ok }) => !ok) };
}

async function watchProcess(request) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("close", done));
  const reports = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const report = JSON.parse(line);
    reports.push(report);
    console.error(`${report.done} ${report.phase}: ${report.rss.toFixed(1)} MB`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`The soak test's process ended with code ${code}.`);
  return reports;
}

function judge(phase, reports) {
  const own = reports.filter((report) => report.phase === phase);
  const growth = growthOf(own.map(({ rss }) => rss));
  return {
    phase,
    count: own.at(-1).done,
    growth,
    bound: BOUND[phase],
    ok: growth <= BOUND[phase],
    memory: own.map(({ done, rss }) => ({ done, rss: Math.round(rss * 10) / 10 })),
  };
}

function formatPhase({ phase, count, growth, bound, ok, memory }) {
  const figures = memory.map(({ rss }) => rss.toFixed(0)).join(" ");
  const verdict = ok ? "met" : "MISSED";
  return (
    `${count.toLocaleString("en-US")} ${phase}: resident memory grew by ${growth.toFixed(1)} MB from the second fifth ` +
    `to the last; at most ${bound}: ${verdict}\n  MB, after equal parts: ${figures}`
  );
}
