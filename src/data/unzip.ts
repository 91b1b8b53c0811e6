/** Takes known entries out of a zip, with every declared size checked before it is allocated. Source: PKWARE's APPNOTE (unpacked by fflate). */
import { unzipSync } from "fflate";
import { InklingError } from "../base/errors.ts";

/** A zip with more entries than this is refused before its directory is walked to the end. */
const MAX_ENTRIES = 64;

export interface UnzipOptions {
  /** Names of the entries to unpack; others are passed over. */
  wanted: readonly string[];
  /** The largest entry that is unpacked, bytes. */
  maxBytes: number;
  /** What the file should be, for errors: "Keras's mnist.npz". */
  kind: string;
}

/**
 * The wanted entries that are there, by name.
 * @param name what the file is called in errors
 * @throws InklingError if it is no whole zip, or an entry is too large
 */
export function unzipEntries(
  bytes: Uint8Array,
  name: string,
  { wanted, maxBytes, kind }: UnzipOptions,
): Record<string, Uint8Array> {
  const left = new Set(wanted);
  let entryCount = 0;
  try {
    return unzipSync(bytes, {
      filter: (entry) => {
        if (++entryCount > MAX_ENTRIES) {
          const expected = `at most ${MAX_ENTRIES} entries`;
          throw new InklingError({ what: `${name} is not ${kind}`, expected, received: "more" });
        }
        // A name that comes twice would be unpacked twice.
        if (!left.delete(entry.name)) return false;
        if (entry.originalSize > maxBytes) {
          throw new InklingError({
            what: `${entry.name} in ${name} is too large`,
            expected: `at most ${maxBytes} bytes`,
            received: `${entry.originalSize}`,
          });
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof InklingError) throw error;
    // fflate answers damage with its own errors or with a RangeError of a typed array; all mean the same here.
    throw new InklingError({
      what: `${name} cannot be unpacked`,
      expected: "a whole zip file",
      received: `${bytes.length} bytes (${error instanceof Error ? error.message : String(error)})`,
      mend: "The file is damaged or was not copied whole; fetch it again.",
      cause: error,
    });
  }
}
