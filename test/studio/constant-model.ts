/** Networks that take everything for one digit: their weights are zero but for that bias. */
import { writeModelRecord, type ModelFormat } from "../../src/formats/index.ts";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";

/** @returns the network's file */
export async function constantModel(digit: number, format: ModelFormat): Promise<Buffer<ArrayBuffer>> {
  const model = new Sequential([
    new Flatten({ inputShape: [28, 28, 1] }),
    new Dense(10, { activation: "softmax" }),
  ]);
  const bias = Float32Array.from({ length: 10 }, (_, i) => (i === digit ? 20 : 0));
  model.setWeights([
    { data: new Float32Array(7840), shape: [784, 10] },
    { data: bias, shape: [10] },
  ]);
  return Buffer.from(await writeModelRecord(model.toRecord(), format));
}
