/** Downloads that end well or change nothing: bounded in size, never waiting for ever, put in place whole. */
import type { FileHandle } from "node:fs/promises";
import { InklingError } from "../base/errors.ts";
import { replaceFile } from "./atomic-write.ts";

/** How far a download is. */
export interface DownloadProgress {
  url: string;
  receivedBytes: number;
  /** Undefined where the server does not say. */
  totalBytes: number | undefined;
}

/** What to download, and its limits. */
export interface DownloadOptions {
  url: string;
  /** Where the file goes; an old one there is replaced once the new one is whole. */
  path: string;
  /** Longest wait for the next bytes, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Largest size in bytes. @default 1 GiB */
  maxBytes?: number;
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Checks the file before it is put in place, under a temporary path; what it throws refuses the file. */
  verify?: (temporaryPath: string) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Downloads a file by HTTP; redirects are followed, 20 of them at most.
 * @throws InklingError if the server refuses, stalls, breaks off or sends too much, or the file cannot be written;
 * the signal's reason if it aborts. A file at `path` is then as it was.
 */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  options.signal?.throwIfAborted();
  await replaceFile(options.path, async (file, temporaryPath) => {
    await receive(options, file);
    await options.verify?.(temporaryPath);
  });
}

async function receive(options: DownloadOptions, file: FileHandle): Promise<void> {
  const { url, timeoutMs = 30_000, signal } = options;
  const stop = new AbortController();
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    stop.abort();
  }, timeoutMs);
  try {
    const response = await fetch(url, {
      // A gzip file must come as it is, not be unpacked on the way.
      headers: { "accept-encoding": "identity" },
      signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
    });
    for await (const piece of checkedBody(response, options)) {
      timer.refresh();
      await file.appendFile(piece);
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (stalled) throw stallError(url, timeoutMs);
    throw networkError(url, error);
  } finally {
    clearTimeout(timer);
    // An unread rest of the answer would keep the connection, and with it the process, alive.
    stop.abort();
  }
}

/** The body's pieces, as long as there are not too many bytes. */
async function* checkedBody(
  response: Response,
  { url, maxBytes = 2 ** 30, onProgress }: DownloadOptions,
): AsyncGenerator<Uint8Array> {
  if (response.status !== 200 || response.body === null) {
    const received = `${response.status} ${response.statusText}`.trimEnd();
    throw new InklingError({ what: `${url} was not delivered`, expected: "HTTP status 200", received });
  }
  const length = response.headers.get("content-length");
  const totalBytes = length === null ? undefined : Number(length);
  if (totalBytes !== undefined && totalBytes > maxBytes) throw tooLarge(url, maxBytes, totalBytes);
  let receivedBytes = 0;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    receivedBytes += piece.length;
    if (receivedBytes > maxBytes) throw tooLarge(url, maxBytes, receivedBytes);
    yield piece;
    onProgress?.({ url, receivedBytes, totalBytes });
  }
}

function tooLarge(url: string, maxBytes: number, received: number): InklingError {
  const expected = `at most ${maxBytes} bytes`;
  return new InklingError({ what: `${url} is too large`, expected, received: `${received}` });
}

function stallError(url: string, timeoutMs: number): InklingError {
  return new InklingError({
    what: `${url} stalled`,
    expected: `bytes every ${timeoutMs / 1000} s`,
    received: "none",
    mend: "Try again later, or from another network.",
  });
}

/** fetch says only "fetch failed" or "terminated"; what happened stands in the cause. */
function networkError(url: string, error: unknown): unknown {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const { message, code } = error.cause as NodeJS.ErrnoException;
  return new InklingError({
    what: `${url} was not delivered`,
    received: `${error.message} (${message || code})`,
    mend: "Check the network and the address.",
    cause: error,
  });
}
