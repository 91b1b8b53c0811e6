import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { writeSmallSet } from "../node/small-set.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { saveKnownModel } from "./model-file.ts";
import { inkling, jsonLines } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();

beforeEach(async () => {
  writeSmallSet(inFolder("small"));
  await saveKnownModel(inFolder("sevens.h5"));
});

const ARGS = ["evaluate", "sevens.h5", "--set", "small"];

describe("inkling evaluate --set DIR", () => {
  test("prints accuracies with their intervals, and a table of decisions", async () => {
    const { status, stdout, stderr } = await inkling(ARGS, { cwd: inFolder() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Set +small$/m);
    expect(stdout).toMatch(/^Images +5 \(3 digits, 2 not digits\)$/m);
    // Wilson's interval of 3 in 5, and of 2 in 4.
    expect(stdout).toMatch(/^Accuracy +60\.00 % {2}\(3 of 5; 95 % interval 23\.07 to 88\.24 %\)$/m);
    expect(stdout).toMatch(/^Of the accepted +50\.00 % {2}\(2 of 4; 95 % interval 15\.00 to 85\.00 %\)$/m);
    expect(stdout).toMatch(/^AUROC +0\.5000$/m);
    expect(stdout).toMatch(/^FPR95 +100\.00 %$/m);
    expect(stdout).toMatch(/^Decision +images +share +digits +read right +not digits$/m);
    expect(stdout).toMatch(/^accept +4 +80\.00 % +3 +2 +1$/m);
    expect(stdout).toMatch(/^review +0 +0\.00 % +0 +0 +0$/m);
    expect(stdout).toMatch(/^reject +1 +20\.00 % +0 +0 +1$/m);
  });

  test("--json ends with one line of the same figures", async () => {
    const { stdout } = await inkling([...ARGS, "--json"], { cwd: inFolder() });
    expect(jsonLines(stdout).at(-1)).toEqual({
      event: "set",
      name: "small",
      count: 5,
      accuracy: 0.6,
      accepted: 4,
      accuracyAccepted: 0.5,
      rejected: 1,
    });
  });

  test("--out writes three plots and every reading", async () => {
    const { status, stdout } = await inkling([...ARGS, "--out", "a/report"], { cwd: inFolder() });
    expect(status).toBe(0);
    for (const plot of ["reliability.png", "risk-coverage.png", "misread.png"]) {
      expect(stdout).toContain(plot);
      expect((await sharp(inFolder("a/report", plot)).metadata()).format).toBe("png");
    }
    const [header, ...lines] = readFileSync(inFolder("a/report/readings.csv"), "utf8").split("\n");
    expect(header).toBe("index,file,label,digit,probability,notADigit,energy,decision,reasons");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^0,0,7,7,0\.91\d*,0\.000000,[\d.]+,accept,/);
    expect(lines[4]).toMatch(/^4,4,-,7,0\.91\d*,0\.000000,[\d.]+,reject,blank$/);
  });

  test("says what it left out, which are numbers of several digits", async () => {
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "white" } }).toFile(
      inFolder("a.png"),
    );
    writeFileSync(inFolder("labels.csv"), "file,label\na.png,12\na.png,-\na.png,7\n");
    const { stdout } = await inkling(["evaluate", "sevens.h5", "--set", "."], { cwd: inFolder() });
    expect(stdout).toMatch(/^Left out +1 numbers of several digits/m);
    expect(stdout).toMatch(/^Accuracy +100\.00 % {2}\(2 of 2;/m);
    expect(stdout).toMatch(/^Of the accepted +none was$/m);
  });

  test("a folder that is no set exits with 1 and says what is missing", async () => {
    const { status, stdout, stderr } = await inkling(["evaluate", "sevens.h5", "--set", "."], {
      cwd: inFolder(),
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/is not a set of handwriting: expected labels\.csv/);
  });
});
