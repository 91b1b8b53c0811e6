/** Training on the caller's own thread, in slices that let others run: for platforms without a training thread. */
import { WHOLE } from "./part.ts";
import { Trainer } from "./trainer.ts";
import { TrainingProgram } from "./training-program.ts";
import type { EpochRequest, EpochResult, StartTraining } from "./training-job.ts";

/** Milliseconds of training between two turns of the event loop. */
const SLICE_MS = 40;

export const startLocalTraining: StartTraining = (job, memory, module) => {
  const trainer = new Trainer(new TrainingProgram(job), memory, module, WHOLE);
  let turn = performance.now();
  const giveWay = async (): Promise<void> => {
    await new Promise((resume) => setTimeout(resume));
    turn = performance.now();
  };
  return Promise.resolve({
    async runEpoch(request: EpochRequest, onProgress): Promise<EpochResult> {
      const epoch = trainer.epoch(request, SLICE_MS);
      let slice = epoch.next();
      while (slice.done !== true) {
        onProgress(slice.value.step, slice.value.figures);
        await giveWay();
        slice = epoch.next();
      }
      // Many epochs may be shorter than one slice.
      if (performance.now() - turn >= SLICE_MS) await giveWay();
      return slice.value;
    },
    close: () => Promise.resolve(),
  });
};
