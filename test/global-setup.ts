/** Says loudly, once a run, whether the tests on real MNIST run or are skipped. */
import { mnistFolder } from "./mnist.ts";

export default function setup(): void {
  if (mnistFolder() === undefined) {
    console.log(
      "\n  INKLING_DATA names no folder with MNIST: the tests on real MNIST are SKIPPED (counted below).\n",
    );
  }
}
