/**
 * As much of Protocol Buffers' wire format as event files need. A message is its fields one behind the other, each a tag
 * (number and kind) and a value. Fields with their default value are left out by the caller, as proto3 asks.
 * Source: protobuf.dev, "Encoding".
 */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

/** A whole number of at least 0, which may exceed 32 bits. */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

export function doubleField(field: number, value: number): Uint8Array {
  const number = new DataView(new ArrayBuffer(8));
  number.setFloat64(0, value, true);
  return concatenate([Uint8Array.from(varint(field * 8 + FIXED_64)), new Uint8Array(number.buffer)]);
}

/** A text, bytes, or a message of which the parts are given. */
export function bytesField(field: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const value = concatenate(
    parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part)),
  );
  const head = [...varint(field * 8 + LENGTH_DELIMITED), ...varint(value.length)];
  return concatenate([Uint8Array.from(head), value]);
}

/** All parts, one behind the other. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let next = 0;
  for (const part of parts) {
    bytes.set(part, next);
    next += part.length;
  }
  return bytes;
}

/** Seven bits a byte, the lowest first; all but the last byte have their top bit set. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
