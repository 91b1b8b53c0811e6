import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { replaceFile, writeFileAtomic } from "../../src/node/atomic-write.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

describe("writeFileAtomic", () => {
  test("writes bytes and text, makes the folder, replaces the old file and leaves nothing else behind", async () => {
    const path = inFolder("a", "b", "file.bin");
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    expect(Array.from(readFileSync(path))).toEqual([1, 2, 3]);
    await writeFileAtomic(path, "three");
    expect(readFileSync(path, "utf8")).toBe("three");
    expect(readdirSync(inFolder("a", "b"))).toEqual(["file.bin"]);
  });

  test("writes through a link to the file it leads to", async () => {
    writeFileSync(inFolder("real"), "old");
    symlinkSync("real", inFolder("link"));
    await writeFileAtomic(inFolder("link"), "new");
    expect(readFileSync(inFolder("real"), "utf8")).toBe("new");
    expect(readlinkSync(inFolder("link"))).toBe("real");
  });

  test("refuses a folder", async () => {
    mkdirSync(inFolder("folder"));
    await expect(writeFileAtomic(inFolder("folder"), "x")).rejects.toThrow(
      /expected the path of a file, received a folder/,
    );
  });

  test.skipIf(process.platform === "win32")("refuses a device, which a rename would destroy", async () => {
    await expect(writeFileAtomic("/dev/null", "x")).rejects.toThrow(/received a device/);
  });

  test("says that a part of the path is a file", async () => {
    writeFileSync(inFolder("file"), "x");
    const error = await writeFileAtomic(inFolder("file", "below"), "x").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InklingError);
    expect(String(error)).toMatch(/cannot be written: received a part of the path is a file/);
    expect((error as Error).cause).toHaveProperty("code");
  });

  test("survives SIGKILL at any moment: the file is one whole version", async () => {
    const path = inFolder("file.bin");
    const child = fileURLToPath(new URL("children/save-for-ever.mjs", import.meta.url));
    for (const milliseconds of [0, 7, 19, 33]) {
      const saver = spawn(process.execPath, [child, path], { stdio: ["ignore", "pipe", "inherit"] });
      const gone = once(saver, "exit");
      await Promise.race([once(saver.stdout, "data"), gone]);
      await sleep(milliseconds);
      saver.kill("SIGKILL");
      expect(await gone, "run npm run build first").toEqual([null, "SIGKILL"]);
      const bytes = readFileSync(path);
      expect(bytes.length).toBe(16 * 2 ** 20);
      expect(bytes.equals(Buffer.alloc(bytes.length, bytes[0]))).toBe(true);
    }
  });
});

describe("replaceFile", () => {
  test.each([
    ["ENOSPC", /the disk is full\. Free some space/],
    ["EACCES", /permission was denied/],
    ["EROFS", /the file system is read-only/],
    ["EWEIRD", /something odd/],
  ])("on %s keeps the old file whole, removes the temporary one and says why", async (code, message) => {
    const path = inFolder("file");
    writeFileSync(path, "old");
    const failing = replaceFile(path, async (file) => {
      await file.writeFile("half of the n");
      expect(readFileSync(path, "utf8")).toBe("old");
      throw Object.assign(new Error("something odd"), { code, syscall: "write" });
    });
    await expect(failing).rejects.toThrow(InklingError);
    await expect(failing).rejects.toThrow(message);
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(inFolder())).toEqual(["file"]);
  });

  test("passes on what the writer throws, as it is", async () => {
    const error = new RangeError("mine");
    await expect(replaceFile(inFolder("file"), () => Promise.reject(error))).rejects.toBe(error);
    expect(readdirSync(inFolder())).toEqual([]);
  });
});

test.runIf(existsSync("/proc/self"))(
  "a folder that a file system refuses is an error, not a hang",
  async () => {
    await expect(writeFileAtomic("/proc/no-such-folder/file", "text")).rejects.toThrow("cannot be written");
  },
);
