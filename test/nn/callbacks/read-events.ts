/** Reads event files, field by field, as event.proto and summary.proto number them. */

export interface EventRead {
  wallTime: number;
  step: number;
  /** Empty for the first event, which says only the file's version. */
  tag: string;
  /** A scalar's value; undefined for a histogram. */
  value: number | undefined;
}

type Fields = Map<number, number | Uint8Array>;

/** The events of a file; what comes after the last whole record is left out. */
export function readEvents(bytes: Uint8Array): EventRead[] {
  const events: EventRead[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 12 < bytes.length;) {
    const end = at + 12 + Number(view.getBigUint64(at, true));
    if (end + 4 > bytes.length) break;
    events.push(readEvent(fieldsOf(bytes.subarray(at + 12, end))));
    at = end + 4;
  }
  return events;
}

function readEvent(event: Fields): EventRead {
  const summary = event.get(5) as Uint8Array | undefined;
  const value = summary === undefined ? undefined : fieldsOf(fieldsOf(summary).get(1) as Uint8Array);
  const tensor = value === undefined ? undefined : fieldsOf(value.get(8) as Uint8Array);
  const content = tensor?.get(4) as Uint8Array | undefined;
  const isScalar = tensor?.get(1) === 1;
  return {
    wallTime: viewOf(event.get(1) as Uint8Array).getFloat64(0, true),
    step: (event.get(2) as number | undefined) ?? 0,
    tag: new TextDecoder().decode((value?.get(1) as Uint8Array | undefined) ?? new Uint8Array()),
    value: isScalar ? viewOf(content as Uint8Array).getFloat32(0, true) : undefined,
  };
}

function fieldsOf(message: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind === 0) fields.set(Math.floor(tag / 8), varint());
    else {
      const length = kind === 1 ? 8 : varint();
      fields.set(Math.floor(tag / 8), message.subarray(at, at + length));
      at += length;
    }
  }
  return fields;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
