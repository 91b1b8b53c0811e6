/** A model that comes with Inkling: a file which a bundler puts beside the code. */
import { InklingError } from "../base/errors.ts";

/**
 * The bytes of the file.
 * @param what the model in words, for the error
 * @throws InklingError if it is not served beside the page
 */
export async function fetchModel(url: URL, what: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new InklingError({
      what: `${url.href} could not be fetched`,
      expected: `${what}, which the bundler puts beside the code`,
      received: `status ${response.status}`,
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
