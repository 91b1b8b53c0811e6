import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { InklingError } from "../../../src/base/errors.ts";
import {
  Adam,
  AdamW,
  BackupAndRestore,
  Callback,
  CosineDecay,
  CSVLogger,
  Dense,
  Dropout,
  EarlyStopping,
  LearningRateScheduler,
  ModelCheckpoint,
  platform,
  providePlatform,
  ReduceLROnPlateau,
  RMSprop,
  Sequential,
  SGD,
  TensorBoard,
  type CallbackState,
  type FitOptions,
  type Optimizer,
  type Platform,
} from "../../../src/nn/index.ts";
import { useTemporaryFolder } from "../../node/temporary-folder.ts";
import { toyModel, toySet } from "../toy.ts";
import { readEvents } from "./read-events.ts";

const inFolder = useTemporaryFolder();
const { x, classes } = toySet(96);
const EPOCHS = 8;
const withThreads = platform();
/** Trains on the test's own thread, which starts at once. */
const node: Platform = { ...withThreads, startTraining: undefined };

beforeEach(() => providePlatform(node));

/** Stops as a process does that is killed: nothing that it would still have written is. */
class Kill extends Error {}

/** A platform that is killed at its n-th change of a file, before or after the change is made. */
function killedPlatform(change: number, when: "before" | "after"): Platform {
  let changes = 0;
  const guard =
    <Arguments extends unknown[]>(act: (...given: Arguments) => Promise<void>) =>
    async (...given: Arguments): Promise<void> => {
      changes++;
      if (changes > change || (changes === change && when === "before")) throw new Kill();
      await act(...given);
      if (changes === change) throw new Kill();
    };
  return {
    ...node,
    writeText: guard((path, text) => node.writeText(path, text)),
    writeBytes: guard((path, bytes) => node.writeBytes(path, bytes)),
    appendBytes: guard((path, bytes) => node.appendBytes(path, bytes)),
    removeFile: guard((path) => node.removeFile(path)),
    saveModel: guard((record, path) => node.saveModel(record, path)),
  };
}

/** Every callback with a state, and a figure that gets worse now and then. */
function callbacksIn(folder: string): Callback[] {
  return [
    new LearningRateScheduler((_epoch, rate) => rate * 0.9),
    new EarlyStopping({ patience: 3, restoreBestWeights: true, monitor: "val_accuracy" }),
    new ReduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.01, cooldown: 1 }),
    new ModelCheckpoint(`${folder}/best.safetensors`, { saveBestOnly: true }),
    new CSVLogger(`${folder}/history.csv`),
    new TensorBoard({ logDir: `${folder}/logs`, histogramFreq: 3 }),
    new BackupAndRestore(`${folder}/backup`),
  ];
}

const OPTIMIZERS: Record<string, () => Optimizer> = {
  RMSprop: () => new RMSprop({ learningRate: 0.02 }),
  "SGD with momentum": () => new SGD({ learningRate: 0.5, momentum: 0.9 }),
  SGD: () => new SGD({ learningRate: 0.5 }),
  Adam: () => new Adam({ learningRate: 0.05, amsgrad: true }),
};

const fullOptions = { epochs: EPOCHS, verbose: 0, validationSplit: 0.25, seed: 3 } as const;

/** All that a fit leaves behind. */
async function outcome(model: Sequential, history: Record<string, number[]>, folder: string) {
  // A process killed before the first backup leaves the beginning of a file, which nobody goes on with.
  const logs = (part: string) => {
    const names = readdirSync(`${folder}/logs/${part}`);
    const files = names.map((name) => readEvents(readFileSync(`${folder}/logs/${part}/${name}`)));
    const [events] = files.sort((a, b) => b.length - a.length);
    return events.filter(({ tag }) => tag !== "").map(({ step, tag, value }) => ({ step, tag, value }));
  };
  return {
    weights: await model.weightsSha256(),
    optimizer: model.toRecord().optimizer,
    history,
    csv: readFileSync(`${folder}/history.csv`, "utf8"),
    best: readFileSync(`${folder}/best.safetensors`).toString("base64"),
    train: logs("train"),
    validation: logs("validation"),
    backup: existsSync(`${folder}/backup/backup.safetensors`),
  };
}

async function fitWhole(folder: string, optimizer: () => Optimizer, threads = 1) {
  const model = toyModel(7, [new Dropout(0.2)], optimizer());
  const callbacks = callbacksIn(folder);
  const { history } = await model.fit(x, classes, { ...fullOptions, threads, callbacks });
  return await outcome(model, history, folder);
}

describe("a fit that was interrupted ends as one that was not", () => {
  test.each(Object.keys(OPTIMIZERS))("with %s, after any epoch", async (name) => {
    const optimizer = OPTIMIZERS[name];
    const expected = await fitWhole(inFolder("whole"), optimizer);
    expect(expected.backup).toBe(false);

    for (let epoch = 1; epoch < expected.history["loss"].length; epoch++) {
      class Interrupt extends Callback {
        override onEpochBegin(begun: number): void {
          if (begun === epoch) throw new Kill();
        }
      }
      const folder = inFolder(`interrupted-${epoch}`);
      const model = toyModel(7, [new Dropout(0.2)], optimizer());
      const callbacks = [...callbacksIn(folder), new Interrupt()];
      const fit = model.fit(x, classes, { ...fullOptions, threads: 1, callbacks });
      await expect(fit).rejects.toBeInstanceOf(Kill);
      expect(await fitWhole(folder, optimizer)).toEqual(expected);
    }
  });

  test.each(["before", "after"] as const)(
    "killed %s any change of a file, each time that it is taken up again",
    async (when) => {
      const expected = await fitWhole(inFolder("whole"), OPTIMIZERS["RMSprop"]);
      const folder = inFolder("killed");
      let rounds = 0;
      for (let done = false; !done; rounds++) {
        // Later rounds live longer, so that every change is some round's last and there is an end.
        providePlatform(killedPlatform(1 + rounds, when));
        try {
          expect(await fitWhole(folder, OPTIMIZERS["RMSprop"])).toEqual(expected);
          done = true;
        } catch (error) {
          if (!(error instanceof Kill)) throw error;
        }
      }
      expect(rounds).toBeGreaterThan(4);
    },
  );

  test("with another number of threads", async () => {
    const expected = await fitWhole(inFolder("whole"), OPTIMIZERS["Adam"]);
    providePlatform(killedPlatform(25, "after"));
    await expect(fitWhole(inFolder("cut"), OPTIMIZERS["Adam"])).rejects.toBeInstanceOf(Kill);
    providePlatform(withThreads);
    expect(await fitWhole(inFolder("cut"), OPTIMIZERS["Adam"], 2)).toEqual(expected);
  });

  test("under a schedule, with moving averages of the weights", async () => {
    const run = async (stopAt?: number) => {
      const learningRate = new CosineDecay({ initialLearningRate: 0.05, decaySteps: 18 });
      const model = toyModel(1, [], new AdamW({ learningRate, useEma: true }));
      class Interrupt extends Callback {
        override onEpochBegin(epoch: number): void {
          if (epoch === stopAt) throw new Kill();
        }
      }
      const backup = new BackupAndRestore(inFolder("backup"));
      const { history } = await model.fit(x, classes, { ...quiet(6), callbacks: [backup, new Interrupt()] });
      return { history, weights: await model.weightsSha256(), optimizer: model.toRecord().optimizer };
    };
    const expected = await run();
    await expect(run(4)).rejects.toBeInstanceOf(Kill);
    expect(await run()).toEqual(expected);
  });

  test("stays stopped where EarlyStopping had stopped it, with the best weights", async () => {
    const run = (backup: Callback) => {
      const model = toyModel(1, [], new SGD({ learningRate: 30 }));
      const stop = new EarlyStopping({ monitor: "loss", patience: 2, restoreBestWeights: true });
      return { model, stop, fit: model.fit(x, classes, { ...quiet(60), callbacks: [stop, backup] }) };
    };
    const first = run(new BackupAndRestore(inFolder("backup"), { deleteCheckpoint: false }));
    const { history } = await first.fit;
    expect(history["loss"].length).toBeLessThan(60);
    const again = new BackupAndRestore(inFolder("backup"));
    const second = run(again);
    expect((await second.fit).history).toEqual(history);
    expect(again.resumedEpoch).toBe(history["loss"].length);
    expect(second.stop.stoppedEpoch).toBe(first.stop.stoppedEpoch);
    expect(second.stop.bestEpoch).toBe(first.stop.bestEpoch);
    expect(await second.model.weightsSha256()).toBe(await first.model.weightsSha256());
  });

  test("with figures that are no longer finite", async () => {
    const diverging = () => {
      const model = new Sequential([new Dense(1, { inputShape: [4] })], { seed: 1 });
      model.compile({ optimizer: new SGD({ learningRate: 1e15 }), loss: "mse" });
      const backup = new BackupAndRestore(inFolder("backup"), { deleteCheckpoint: false });
      const stop = new EarlyStopping({ monitor: "loss", patience: 9 });
      return model.fit(x, ones, { ...quiet(4), callbacks: [stop, backup] });
    };
    const ones = { data: new Float32Array(96).fill(1), shape: [96, 1] };
    const { history } = await diverging();
    expect(history["loss"].some((loss) => !Number.isFinite(loss))).toBe(true);
    expect((await diverging()).history).toEqual(history);
  });

  test("with a callback of one's own that says what it remembers", async () => {
    class Counter extends Callback {
      count = 0;
      override onEpochEnd(): void {
        this.count++;
      }
      override saveState(): CallbackState {
        return { values: { count: this.count }, arrays: [{ data: Float32Array.of(this.count), shape: [1] }] };
      }
      override restoreState({ values, arrays }: CallbackState): void {
        expect(arrays).toEqual([{ data: Float32Array.of(values["count"] as number), shape: [1] }]);
        this.count = values["count"] as number;
      }
    }
    await toyModel().fit(x, classes, { ...quiet(3), callbacks: [new Counter(), keep()] });
    const counter = new Counter();
    await toyModel().fit(x, classes, { ...quiet(3), callbacks: [counter, keep()] });
    expect(counter.count).toBe(3);
  });
});

const quiet = (epochs: number) => ({ epochs, verbose: 0 }) as const;
const keep = () => new BackupAndRestore(inFolder("backup"), { deleteCheckpoint: false });
const backupFile = () => inFolder("backup", "backup.safetensors");

describe("the backup", () => {
  test("is one file, which is removed when the fit has ended as it should", async () => {
    const names: string[][] = [];
    class Look extends Callback {
      override onEpochBegin(): void {
        names.push(existsSync(inFolder("backup")) ? readdirSync(inFolder("backup")) : []);
      }
    }
    const backup = new BackupAndRestore(inFolder("backup"));
    await toyModel().fit(x, classes, { ...quiet(3), callbacks: [backup, new Look()] });
    expect(names).toEqual([[], ["backup.safetensors"], ["backup.safetensors"]]);
    expect(readdirSync(inFolder("backup"))).toEqual([]);
    expect(backup.resumedEpoch).toBeUndefined();
  });

  test("is removed with what killed processes have left of unfinished ones, and nothing else", async () => {
    await toyModel().fit(x, classes, { ...quiet(1), callbacks: [keep()] });
    writeFileSync(inFolder("backup", ".backup.safetensors.0123456789ab.tmp"), "half");
    writeFileSync(inFolder("backup", "mine.txt"), "mine");
    await keep().remove();
    expect(readdirSync(inFolder("backup"))).toEqual(["mine.txt"]);
    await keep().remove();
  });

  test("stays where a fit fails, and the old one stays where a new one cannot be written", async () => {
    let saves = 0;
    const full = new InklingError({ what: "the disk is full" });
    const saveModel: Platform["saveModel"] = (...given) =>
      ++saves > 2 ? Promise.reject(full) : node.saveModel(...given);
    providePlatform({ ...node, saveModel });
    const backup = new BackupAndRestore(inFolder("backup"));
    await expect(toyModel().fit(x, classes, { ...quiet(3), callbacks: [backup] })).rejects.toBe(full);
    providePlatform(node);
    const again = keep();
    await toyModel().fit(x, classes, { ...quiet(3), callbacks: [again] });
    expect(again.resumedEpoch).toBe(2);
  });

  test("opens as a model, with the weights after its last epoch", async () => {
    const model = toyModel();
    await model.fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    const record = await keep().load();
    expect(record?.weights).toEqual(model.toRecord().weights);
  });
});

describe("a backup of another training is an error that says in what it differs", () => {
  const other = toySet(96, 2);
  const cases: [string, string, (options: FitOptions) => Promise<unknown>][] = [
    ["model", "layers.0.config.units", (o) => wider().fit(x, classes, o)],
    ["seed of the weights", "modelSeed", (o) => toyModel(5).fit(x, classes, { ...o, seed: 0 })],
    ["seed", "seed", (o) => toyModel().fit(x, classes, { ...o, seed: 9 })],
    ["optimizer", "compile.optimizer.class_name", (o) => toyModel(0, [], new SGD()).fit(x, classes, o)],
    [
      "optimizer's option",
      "compile.optimizer.config.rho",
      (o) => toyModel(0, [], new RMSprop({ rho: 0.5 })).fit(x, classes, o),
    ],
    ["batch size", "batchSize", (o) => toyModel().fit(x, classes, { ...o, batchSize: 16 })],
    ["order", "shuffle", (o) => toyModel().fit(x, classes, { ...o, shuffle: false })],
    [
      "number of examples",
      "training.count",
      (o) => toyModel().fit(x, classes, { ...o, validationSplit: 0.5 }),
    ],
    ["examples", "trainingSha256", (o) => toyModel().fit(other.x, other.classes, o)],
    ["labels", "trainingSha256", (o) => toyModel().fit(x, other.classes, o)],
    [
      "validation",
      "validation",
      (o) => toyModel().fit(x, classes, { ...o, validationData: [other.x, other.classes] }),
    ],
    ["number of epochs", "epochs", (o) => toyModel().fit(x, classes, { ...o, epochs: 3 })],
    [
      "set of callbacks",
      "callbacks.0",
      (o) =>
        toyModel().fit(x, classes, {
          ...o,
          callbacks: [new EarlyStopping({ monitor: "loss" }), ...(o.callbacks ?? [])],
        }),
    ],
  ];

  function wider(): Sequential {
    const config = JSON.parse(JSON.stringify(toyModel())) as ReturnType<Sequential["toJSON"]>;
    const layers = config.config["layers"] as { config: Record<string, unknown> }[];
    layers[1].config["units"] = 9;
    const model = Sequential.fromConfig(config);
    model.compile({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
    return model;
  }

  test.each(cases)("another %s", async (_name, place, fit) => {
    await toyModel().fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    const before = readFileSync(backupFile());
    const failing = fit({ ...quiet(2), callbacks: [keep()] });
    await expect(failing).rejects.toThrow(InklingError);
    await expect(failing).rejects.toThrow(`${backupFile()} is of another training: expected ${place}`);
    await expect(failing).rejects.toThrow(
      "Fit as it was begun, take another folder, or delete the backup to train from the beginning.",
    );
    expect(readFileSync(backupFile()).equals(before)).toBe(true);
  });

  test("what is expected and received is named", async () => {
    await toyModel().fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    await expect(
      toyModel().fit(x, classes, { ...quiet(2), batchSize: 16, callbacks: [keep()] }),
    ).rejects.toThrow("expected batchSize 32, received 16.");
  });

  test("no callback has touched its file by then", async () => {
    await toyModel().fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    writeFileSync(inFolder("history.csv"), "precious");
    const callbacks = [new CSVLogger(inFolder("history.csv")), keep()];
    await expect(toyModel().fit(x, classes, { ...quiet(2), callbacks })).rejects.toThrow("another training");
    expect(readFileSync(inFolder("history.csv"), "utf8")).toBe("precious");
  });
});

describe("a damaged backup is an error that names the file and says to delete it", () => {
  const damages: Record<string, (bytes: Buffer) => Buffer> = {
    "an empty file": () => Buffer.alloc(0),
    "a text": () => Buffer.from("hello"),
    "half of it": (bytes) => bytes.subarray(0, bytes.length / 2),
    "one bit of a weight": (bytes) => flip(bytes, bytes.length - 4),
    "one digit of its facts": (bytes) =>
      Buffer.from(bytes.toString("latin1").replace('nextEpoch\\":2', 'nextEpoch\\":1'), "latin1"),
  };
  const flip = (bytes: Buffer, at: number) =>
    Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));

  test.each(Object.keys(damages))("%s", async (name) => {
    await toyModel().fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    const damaged = damages[name](readFileSync(backupFile()));
    expect(damaged.equals(readFileSync(backupFile()))).toBe(false);
    writeFileSync(backupFile(), damaged);
    const failing = toyModel().fit(x, classes, { ...quiet(2), callbacks: [keep()] });
    await expect(failing).rejects.toThrow(InklingError);
    await expect(failing).rejects.toThrow(`the backup ${backupFile()} is damaged: expected`);
    await expect(failing).rejects.toThrow("Delete it to train from the beginning.");
  });

  test("a model that is no backup", async () => {
    const model = toyModel();
    await model.save(backupFile());
    await expect(model.fit(x, classes, { ...quiet(2), callbacks: [keep()] })).rejects.toThrow(
      "is damaged: expected what BackupAndRestore wrote, received a model without the state of a fit.",
    );
  });
});

test("arguments that make no sense are refused", async () => {
  expect(() => new BackupAndRestore("")).toThrow("backupDir is no folder");
  await expect(toyModel().fit(x, classes, { ...quiet(1), callbacks: [keep(), keep()] })).rejects.toThrow(
    "there are too many BackupAndRestore callbacks: expected one in a fit, received 2.",
  );
});
