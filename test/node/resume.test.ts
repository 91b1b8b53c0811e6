/** A real process that trains is killed again and again, and taken up again until it is done. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { readEvents } from "../nn/callbacks/read-events.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const CHILD = fileURLToPath(new URL("children/train-and-resume.mjs", import.meta.url));
const LEAST_KILLS = 3;

const inFolder = useTemporaryFolder();

/** Runs the training; returns what it prints at its end, undefined if it was killed before. */
async function train(folder: string, kill?: { epoch: number; milliseconds: number }) {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  let epochs = 0;
  let result: unknown;
  for await (const line of createInterface(child.stdout)) {
    if (line !== "epoch") result = JSON.parse(line);
    else if (++epochs === kill?.epoch) {
      await sleep(kill.milliseconds);
      child.kill("SIGKILL");
    }
  }
  expect([0, null], "run npm run build first").toContain((await gone)[0]);
  return result;
}

/** All that is left in a folder; of event files the one that was gone on with, without the times. */
function leftIn(folder: string) {
  const events = ["train", "validation"].map((part) => {
    const names = readdirSync(`${folder}/logs/${part}`);
    const files = names.map((name) => readEvents(readFileSync(`${folder}/logs/${part}/${name}`)));
    const [longest] = files.sort((a, b) => b.length - a.length);
    return longest.map(({ step, tag, value }) => ({ step, tag, value }));
  });
  const best = readFileSync(`${folder}/best.safetensors`).toString("base64");
  return { csv: readFileSync(`${folder}/history.csv`, "utf8"), best, events };
}

test("a training killed at random moments ends with the weights and files of one that was not", async () => {
  const [whole, killed] = [inFolder("whole"), inFolder("killed")];
  const expected = await train(whole);
  expect(expected).toBeDefined();

  const random = new Random(20260101);
  let result: unknown;
  let kills = 0;
  while (result === undefined) {
    // The first epochs of a life are short of a backup, so some lives leave nothing new behind; most leave a few epochs.
    const kill = { epoch: 1 + random.nextBelow(9), milliseconds: random.nextFloat() * 40 };
    result = await train(killed, kill);
    if (result === undefined) kills++;
  }

  expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS);
  expect(result).toEqual(expected);
  expect(leftIn(killed)).toEqual(leftIn(whole));
  expect(existsSync(`${killed}/backup/backup.safetensors`)).toBe(false);
}, 120_000);
