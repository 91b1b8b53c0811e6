/**
 * The records of TensorBoard's event files. A record is a length, its checksum, an `Event` message and its checksum.
 * Sources: TensorFlow's "TFRecord and tf.train.Example" (the record's layout and masked CRC); event.proto, summary.proto
 * and tensor.proto (the numbers of the fields).
 */
import { crc32c } from "./crc32c.ts";
import { bytesField, concatenate, doubleField, varintField } from "./protobuf.ts";

/** A value at a step, as `tf.summary` writes it. */
export interface SummaryValue {
  tag: string;
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
  /** A number, or rows of [left edge, right edge, count]. */
  value: number | Float64Array;
}

const DT_FLOAT = 1;
const DT_DOUBLE = 2;
const BUCKET_COLUMNS = 3;
const MASK_DELTA = 0xa282ead8;

/** The record that every event file begins with. @param wallTime seconds since 1970 */
export function versionRecord(wallTime: number): Uint8Array {
  const writer = bytesField(1, "tensorflow.core.util.events_writer");
  return record(
    concatenate([doubleField(1, wallTime), bytesField(3, "brain.Event:2"), bytesField(10, writer)]),
  );
}

/** The record of one value. */
export function summaryRecord({ tag, wallTime, step, value }: SummaryValue): Uint8Array {
  const plugin = typeof value === "number" ? "scalars" : "histograms";
  const tensor = typeof value === "number" ? scalarTensor(value) : bucketsTensor(value);
  const metadata = bytesField(1, bytesField(1, plugin));
  const summary = bytesField(1, bytesField(1, tag), bytesField(8, ...tensor), bytesField(9, metadata));
  const stepField = step === 0 ? [] : [varintField(2, step)];
  return record(concatenate([doubleField(1, wallTime), ...stepField, bytesField(5, summary)]));
}

function scalarTensor(value: number): Uint8Array[] {
  const content = new DataView(new ArrayBuffer(4));
  content.setFloat32(0, value, true);
  return [varintField(1, DT_FLOAT), bytesField(2), bytesField(4, new Uint8Array(content.buffer))];
}

function bucketsTensor(buckets: Float64Array): Uint8Array[] {
  const content = new DataView(new ArrayBuffer(buckets.length * 8));
  buckets.forEach((value, i) => content.setFloat64(i * 8, value, true));
  const axes = [buckets.length / BUCKET_COLUMNS, BUCKET_COLUMNS];
  const shape = bytesField(2, ...axes.map((axis) => bytesField(2, varintField(1, axis))));
  return [varintField(1, DT_DOUBLE), shape, bytesField(4, new Uint8Array(content.buffer))];
}

function record(event: Uint8Array): Uint8Array {
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(event.length), true);
  const lengthBytes = new Uint8Array(length.buffer);
  return concatenate([lengthBytes, maskedCrc(lengthBytes), event, maskedCrc(event)]);
}

/** The checksum is turned and shifted, so that bytes which hold checksums can be checked in their turn. */
function maskedCrc(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const masked = new DataView(new ArrayBuffer(4));
  masked.setUint32(0, ((crc >>> 15) | (crc << 17)) + MASK_DELTA, true);
  return new Uint8Array(masked.buffer);
}
