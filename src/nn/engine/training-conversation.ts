/**
 * The main thread's side of the conversation with training threads, whatever a thread is on this platform. The first one
 * leads: it reports for all. If one of them ends, the others would wait for it for ever, so its end fails the epoch.
 */
import { InklingError } from "../../base/errors.ts";
import type { EpochRequest, EpochResult, TrainingThreads } from "./training-job.ts";
import type { ServerMessage } from "./training-server.ts";

/** A training thread as its platform shows it. */
export interface ThreadPort {
  post(request: EpochRequest): void;
  /** Whether the thread's work keeps the process alive, which it does not at first; absent where nothing does. */
  keepAlive?(alive: boolean): void;
  /** Ends the thread. Safe to call twice. */
  terminate(): Promise<void>;
}

/** How a thread failed: it "ended with code 3", perhaps because of something, perhaps to be mended somehow. */
export interface ThreadFailure {
  how: string;
  cause?: unknown;
  mend?: string;
}

/** Whom a thread tells what it has to say. */
export interface ThreadListeners {
  onMessage: (message: ServerMessage) => void;
  onFailure: (failure: ThreadFailure) => void;
}

/** The epoch that runs. */
interface RunningEpoch {
  onProgress: Parameters<TrainingThreads["runEpoch"]>[1];
  resolve(result: EpochResult): void;
  reject(reason: unknown): void;
}

/** Talks to the threads of one fit. */
export class TrainingConversation implements TrainingThreads {
  readonly #ports: ThreadPort[] = [];
  #failure: InklingError | undefined;
  #epoch: RunningEpoch | undefined;

  /** @param startThread starts the thread of a number; one that cannot be started fails the first epoch */
  constructor(count: number, startThread: (index: number, listeners: ThreadListeners) => ThreadPort) {
    const listeners: ThreadListeners = {
      onMessage: (message) => this.#hear(message),
      onFailure: (failure) => this.#fail(failed(failure)),
    };
    try {
      for (let index = 0; index < count; index++) this.#ports.push(startThread(index, listeners));
    } catch (cause) {
      this.#fail(failed({ how: "could not be started", cause }));
    }
  }

  async runEpoch(request: EpochRequest, onProgress: RunningEpoch["onProgress"]): Promise<EpochResult> {
    if (this.#failure !== undefined) throw this.#failure;
    const [leader] = this.#ports;
    leader.keepAlive?.(true);
    try {
      return await new Promise<EpochResult>((resolve, reject) => {
        this.#epoch = { onProgress, resolve, reject };
        for (const port of this.#ports) port.post(request);
      });
    } finally {
      this.#epoch = undefined;
      leader.keepAlive?.(false);
    }
  }

  async close(): Promise<void> {
    this.#fail(failed({ how: "was ended by close()" }));
    await Promise.all(this.#ports.map((port) => port.terminate()));
  }

  #hear(message: ServerMessage): void {
    const epoch = this.#epoch;
    if (message.kind === "epoch") epoch?.resolve(message.result);
    else {
      try {
        epoch?.onProgress(message.step, message.figures);
      } catch (error) {
        // A callback's mistake is the fit's: in the platform's event it would be nobody's.
        epoch?.reject(error);
      }
    }
  }

  /** The first failure counts: what follows is mostly its consequence. */
  #fail(failure: InklingError): void {
    this.#failure ??= failure;
    this.#epoch?.reject(this.#failure);
  }
}

function failed({ how, cause, mend }: ThreadFailure): InklingError {
  const again = "The weights are those of the last whole epoch; fit again to go on from there.";
  return new InklingError({
    what: `a training thread ${how}`,
    expected: "it to train until the fit ends",
    received: cause instanceof Error ? cause.message : "no reason",
    mend: mend === undefined ? again : `${mend} ${again}`,
    cause,
  });
}
