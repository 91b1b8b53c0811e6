/** Says loudly, once a run, which tests are skipped for want of something on this machine. */
import { findChromium } from "./chromium.ts";
import { mnistFolder } from "./mnist.ts";

export default function setup(): void {
  if (mnistFolder() === undefined) {
    console.log(
      "\n  INKLING_DATA names no folder with MNIST: the tests on real MNIST are SKIPPED (counted below).\n",
    );
  }
  if (findChromium() === undefined) {
    console.log(
      "\n  There is no Chromium on the PATH: the tests in a browser are SKIPPED (counted below).\n",
    );
  }
}
