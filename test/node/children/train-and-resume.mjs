// Trains with a backup after every epoch and goes on from one; says when an epoch begins. Argument: a folder.
import { argv, stdout } from "node:process";
import {
  Adam,
  BackupAndRestore,
  Callback,
  CSVLogger,
  Dense,
  Dropout,
  EarlyStopping,
  ModelCheckpoint,
  ReduceLROnPlateau,
  Sequential,
  TensorBoard,
} from "../../../dist/index.js";

const folder = argv[2];
const [COUNT, WIDTH, CLASSES] = [4000, 32, 10];

/** Numbers that are the same every time: the low bits of a linear congruence would be too regular. */
let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const data = Float32Array.from({ length: COUNT * WIDTH }, random);
const classes = Int32Array.from({ length: COUNT }, (_, n) => {
  const row = data.subarray(n * WIDTH, n * WIDTH + CLASSES);
  return row.indexOf(Math.max(...row));
});

class Announce extends Callback {
  onEpochBegin() {
    stdout.write("epoch\n");
  }
}

const model = new Sequential(
  [
    new Dense(64, { activation: "relu", inputShape: [WIDTH] }),
    new Dropout(0.1),
    new Dense(CLASSES, { activation: "softmax" }),
  ],
  { seed: 5 },
);
model.compile({
  optimizer: new Adam({ learningRate: 0.01 }),
  loss: "sparse_categorical_crossentropy",
  metrics: ["accuracy"],
});
const { history } = await model.fit({ data, shape: [COUNT, WIDTH] }, classes, {
  ...{ epochs: 20, batchSize: 32, verbose: 0, validationSplit: 0.1 },
  callbacks: [
    new EarlyStopping({ patience: 20, restoreBestWeights: true }),
    new ReduceLROnPlateau({ patience: 1, factor: 0.5 }),
    new ModelCheckpoint(`${folder}/best.safetensors`, { saveBestOnly: true }),
    new CSVLogger(`${folder}/history.csv`),
    new TensorBoard({ logDir: `${folder}/logs`, histogramFreq: 10 }),
    new BackupAndRestore(`${folder}/backup`),
    new Announce(),
  ],
});
stdout.write(`${JSON.stringify({ weights: await model.weightsSha256(), history })}\n`);
