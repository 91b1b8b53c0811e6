/** The training thread's side of the conversation; the same in a Node worker and in a web worker. */
import type { Part } from "./part.ts";
import { Trainer } from "./trainer.ts";
import { TrainingProgram } from "./training-program.ts";
import type { EpochRequest, EpochResult, Figures, TrainingJob } from "./training-job.ts";

/** The first message to a training thread. */
export interface StartMessage {
  job: TrainingJob;
  memory: WebAssembly.Memory;
  module: WebAssembly.Module;
  /** Which of the job's threads this is. */
  part: Part;
}

/** What a training thread says. */
export type ServerMessage =
  { kind: "progress"; step: number; figures: Figures } | { kind: "epoch"; result: EpochResult };

/** Milliseconds between progress reports. */
const PROGRESS_MS = 100;

/** Sets up a job; the function returned runs one epoch; the leading thread reports through `post`. */
export function serveTraining(
  { job, memory, module, part }: StartMessage,
  post: (message: ServerMessage) => void,
): (request: EpochRequest) => void {
  const trainer = new Trainer(new TrainingProgram(job), memory, module, part);
  return (request) => {
    const epoch = trainer.epoch(request, PROGRESS_MS);
    let slice = epoch.next();
    while (slice.done !== true) {
      post({ kind: "progress", ...slice.value });
      slice = epoch.next();
    }
    if (part.index === 0) post({ kind: "epoch", result: slice.value });
  };
}
