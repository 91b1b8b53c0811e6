/**
 * What a picture file says of itself in its first bytes: its format, and for most formats its size, so that a picture that is too large
 * is refused before the browser decodes it.
 * Sources: PNG (ISO/IEC 15948), JPEG (ITU-T T.81, B.2.2), GIF89a, the BMP file header, WebP (RFC 9649).
 */

export interface PictureHeader {
  format: "PNG" | "JPEG" | "GIF" | "BMP" | "WebP" | "AVIF" | "SVG";
  /** Pixels; left out where the header does not tell. */
  width?: number;
  height?: number;
}

/** The header of a picture file, or `undefined` if it is none that browsers show. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (start: number, length: number): string =>
    String.fromCharCode(...bytes.subarray(start, start + length));
  if (text(0, 8) === "\x89PNG\r\n\x1a\n" && bytes.length >= 24) {
    return { format: "PNG", width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { format: "JPEG", ...sizeOfJpeg(view) };
  if (text(0, 4) === "GIF8" && bytes.length >= 10) {
    return { format: "GIF", width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  if (text(0, 2) === "BM" && bytes.length >= 26 && view.getUint32(14, true) >= 40) {
    return {
      format: "BMP",
      width: Math.abs(view.getInt32(18, true)),
      height: Math.abs(view.getInt32(22, true)),
    };
  }
  if (text(0, 4) === "RIFF" && text(8, 4) === "WEBP")
    return { format: "WebP", ...sizeOfWebp(view, text(12, 4)) };
  if (text(4, 4) === "ftyp" && /avif|avis|mif1/.test(text(8, 24))) return { format: "AVIF" };
  if (/^\s*(<\?xml|<svg|<!--)/.test(text(0, 256)) && /<svg/.test(text(0, 4096))) return { format: "SVG" };
  return undefined;
}

type Size = Pick<PictureHeader, "width" | "height">;

/** Walks the segments up to the frame's header, whose marker is 0xC0 to 0xCF but for three others. */
function sizeOfJpeg(view: DataView): Size {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return {};
}

/** Lossy, lossless and extended files tell their size in three ways. */
function sizeOfWebp(view: DataView, chunk: string): Size {
  if (view.byteLength < 30) return {};
  if (chunk === "VP8 ") {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (chunk === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const of24 = (at: number): number => view.getUint16(at, true) + 65_536 * view.getUint8(at + 2) + 1;
  return { width: of24(24), height: of24(27) };
}
