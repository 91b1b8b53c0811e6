/** `--resume`: the command is killed, and the same command goes on. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithMnist } from "../mnist.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { ended, inkling, jsonLines, startInkling } from "./run-inkling.ts";

const inTemporary = useTemporaryFolder();
/** One folder for all tests of trainings. */
let folder = "";
const inFolder = (...names: string[]): string => join(folder, ...names);
const seedRecipe = ["train", "--recipe", "seed", "--json"];

/** Starts a command and kills it when it has told of as many epochs. */
async function kill(args: readonly string[], epochs: number): Promise<void> {
  const child = startInkling(args, { cwd: folder });
  const end = ended(child);
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('"event":"epoch"') && ++seen === epochs) child.kill("SIGKILL");
  }
  expect((await end).status).toBeNull();
}

describeWithMnist("inkling train --resume", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "inkling-resume-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("goes on after the process was killed, and ends as if it had not been", async () => {
    const whole = [...seedRecipe, "--epochs", "4", "--out", "whole"];
    const expected = jsonLines((await inkling(whole, { cwd: folder })).stdout).at(-1);

    const args = [...seedRecipe, "--epochs", "4", "--out", "cut", "--resume", "backup"];
    await kill(args, 3);
    expect(readdirSync(inFolder("backup"))).toContain("backup.safetensors");
    const { status, stdout, stderr } = await inkling(args, { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

    const lines = jsonLines(stdout);
    const epochs = lines.filter(({ event }) => event === "epoch").map(({ epoch }) => epoch);
    expect(epochs.length).toBeLessThan(4);
    expect(epochs.at(-1)).toBe(4);
    const done = lines.at(-1);
    expect(done?.["weightsSha256"]).toBe(expected?.["weightsSha256"]);
    expect(done?.["epochSeconds"]).toHaveLength(4);
    const csv = (name: string) => readFileSync(inFolder(name, "history.csv"), "utf8");
    expect(csv("cut")).toBe(csv("whole"));
    expect(existsSync(inFolder("backup", "backup.safetensors"))).toBe(false);
  }, 120_000);

  test("refuses a backup of another training or a damaged one, and says what to do", async () => {
    await kill([...seedRecipe, "--resume", "other"], 2);
    const args = ["train", "--recipe", "seed", "--seed", "2", "--resume", "other"];
    const other = await inkling(args, { cwd: folder });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("the backup other/backup.safetensors is of another training");
    writeFileSync(inFolder("other", "backup.safetensors"), "not a backup");
    const damaged = await inkling(args, { cwd: folder });
    expect(damaged.status).toBe(1);
    expect(damaged.stderr).toContain("the backup other/backup.safetensors is damaged");
    expect(damaged.stderr).toContain("Delete it to train from the beginning.");
  }, 120_000);
});

test("a folder that cannot be made is known before any data are looked for", async () => {
  const file = inTemporary("file");
  writeFileSync(file, "");
  const { status, stderr } = await inkling(["train", "--no-download", "--resume", file]);
  expect(status).toBe(1);
  expect(stderr).toContain(
    `${file}/backup.safetensors cannot be written: received a part of the path is a file`,
  );
});
