/** SHA-256 of numbers that lie in several arrays: the digest of the digests of their pieces. */

/** Bytes of a piece: all at once would need a copy of as many. */
const PIECE_BYTES = 2 ** 26;

/** In hexadecimal; depends on where one array ends and the next begins. */
export async function sha256OfParts(parts: readonly ArrayBufferView[]): Promise<string> {
  const digests: number[] = [];
  for (const { buffer, byteOffset, byteLength } of parts) {
    for (let start = 0; start === 0 || start < byteLength; start += PIECE_BYTES) {
      const piece = new Uint8Array(buffer, byteOffset + start, Math.min(PIECE_BYTES, byteLength - start));
      digests.push(...(await sha256(piece)));
    }
  }
  const digest = await sha256(Uint8Array.from(digests));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  // Memory that is shared with other threads is refused.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", own));
}
