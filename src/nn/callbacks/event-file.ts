/**
 * An event file that grows. Records are added at its end: a file replaced as a whole would be lost to a TensorBoard that
 * has it open. A process killed while it adds may leave a broken record, which readers leave out and `reopen` cuts off.
 */
import type { JsonObject } from "../model-record.ts";
import { platform } from "../platform.ts";
import { versionRecord } from "./event-record.ts";
import { concatenate } from "./protobuf.ts";

export class EventFile {
  readonly #folder: string;
  readonly #name: string;
  /** Bytes of whole records. */
  #length: number;

  private constructor(folder: string, name: string, length: number) {
    this.#folder = folder;
    this.#name = name;
    this.#length = length;
  }

  /** Begins a file under a name that is free, with the parts that TensorFlow's have: time, machine, number. */
  static async create(folder: string): Promise<EventFile> {
    const { hostName = "localhost" } = platform();
    const seconds = Math.floor(Date.now() / 1000);
    const start = `events.out.tfevents.${String(seconds).padStart(10, "0")}.${hostName}`;
    let number = 0;
    const name = (): string => `${start}.${number}.v2`;
    while ((await platform().readBytes(`${folder}/${name()}`)) !== undefined) number++;
    const file = new EventFile(folder, name(), 0);
    await file.add([versionRecord(seconds)]);
    return file;
  }

  /** Goes on with a file as it was at `state`; a new one where the old is gone or lacks some of it. */
  static async reopen(folder: string, state: JsonObject): Promise<EventFile> {
    const [name, length] = [String(state["name"]), Number(state["length"])];
    const path = `${folder}/${name}`;
    const bytes = await platform().readBytes(path);
    if (bytes === undefined || bytes.length < length) return await EventFile.create(folder);
    if (bytes.length > length) await platform().writeBytes(path, bytes.subarray(0, length));
    return new EventFile(folder, name, length);
  }

  /** Adds records at the end, all in one write. */
  async add(records: readonly Uint8Array[]): Promise<void> {
    const bytes = concatenate(records);
    await platform().appendBytes(`${this.#folder}/${this.#name}`, bytes);
    this.#length += bytes.length;
  }

  /** Name and length, for `reopen`. */
  get state(): JsonObject {
    return { name: this.#name, length: this.#length };
  }
}
