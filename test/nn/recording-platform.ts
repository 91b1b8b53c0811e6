/** A platform without a machine: files in a map, printed text in a string. Test files provide their own. */
import { providePlatform, type Platform } from "../../src/nn/platform.ts";

export class RecordingPlatform implements Platform {
  readonly files = new Map<string, string>();
  printed = "";
  isTerminal = false;
  columns = 1000;
  colour = false;

  writeText(path: string, text: string): Promise<void> {
    this.files.set(path, text);
    return Promise.resolve();
  }
  readText(path: string): Promise<string | undefined> {
    return Promise.resolve(this.files.get(path));
  }
  writeBytes(): Promise<void> {
    return Promise.reject(new Error("no test writes bytes here"));
  }
  readBytes(): Promise<undefined> {
    return Promise.reject(new Error("no test reads bytes here"));
  }
  appendBytes(): Promise<void> {
    return Promise.reject(new Error("no test appends bytes here"));
  }
  removeFile(path: string): Promise<void> {
    this.files.delete(path);
    return Promise.resolve();
  }
  readModel(): Promise<never> {
    return Promise.reject(new Error("no test reads a model here"));
  }
  saveModel(): Promise<void> {
    return Promise.reject(new Error("no test saves a model here"));
  }
  print(text: string): void {
    this.printed += text;
  }
}

/** Provides a fresh recording platform and returns it. */
export function recordPlatform(settings: Partial<Pick<Platform, "isTerminal" | "columns" | "colour">> = {}) {
  const platform = Object.assign(new RecordingPlatform(), settings);
  providePlatform(platform);
  return platform;
}
