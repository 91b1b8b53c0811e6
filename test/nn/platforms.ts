/** Platforms for tests of training. */
import { platform, providePlatform } from "../../src/nn/index.ts";
import type { StartTraining } from "../../src/nn/engine/training-job.ts";

/** Makes fits start their training with `startTraining`; undefined trains on the caller's own thread. */
export function provideTraining(startTraining: StartTraining | undefined): void {
  providePlatform({ ...platform(), startTraining });
}
