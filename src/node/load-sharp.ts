/** sharp, which decodes and encodes pictures: libvips behind Node's door. */
import type { Sharp, SharpOptions } from "sharp";
import { InklingError } from "../base/errors.ts";

export type SharpFactory = (input: Uint8Array, options: SharpOptions) => Sharp;

/** Loads sharp on first use: most commands never touch a picture. @throws InklingError if it is not installed */
export async function loadSharp(): Promise<SharpFactory> {
  try {
    const { default: sharp } = await import("sharp");
    // Every picture is read once, so a cache of decoded ones would only hold memory.
    sharp.cache(false);
    return sharp;
  } catch (error) {
    throw new InklingError({
      what: "sharp, which decodes pictures, cannot be loaded",
      mend: "Install the packages again with npm ci, without --omit=optional.",
      cause: error,
    });
  }
}
