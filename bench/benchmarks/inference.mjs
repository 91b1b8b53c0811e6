/** Evaluation and prediction with one trained model that every contender loads. */
import { ContenderProcess } from "../child.mjs";
import { checkSame, createRow, takeTurns } from "../measure.mjs";
import { CNN, SEED } from "../networks.mjs";

const IMAGES = 10_000;

/** Rows of a batch in evaluation, where a contender asks: Keras's best of 256, 1,000, 2,500 and 10,000 (measured). */
const EVALUATION_BATCH = 1000;

/** Contenders that have loaded the same weights may differ in the answer to one image, by rounding. */
const ACCURACY_TOLERANCE = 1.5 / IMAGES;
const PROBABILITY_TOLERANCE = 1e-4;

const SEED_PLAN = {
  group: "inference",
  network: SEED,
  predictionBatch: IMAGES,
  calls: { times: 20, blocks: 20, calls: 50 },
  benchmarks: {
    first: {
      benchmark: "evaluate-first",
      title: "Seed network, evaluating 10,000, a process's first",
      what: "Evaluation of 10,000 images, seed network, a process's first",
      unit: "ms",
      target: 0.015,
    },
    warm: {
      benchmark: "evaluate-warm",
      title: "Seed network, evaluating 10,000, warm",
      what: "Evaluation of 10,000 images, seed network, warm",
      unit: "ms",
      target: 0.015,
    },
    one: {
      benchmark: "predict-one",
      title: "Seed network, one image",
      what: "Prediction of one image, seed network, warm",
      unit: "µs",
      target: 15e-6,
    },
    all: {
      benchmark: "predict-all",
      title: "Seed network, 10,000 images",
      what: "Prediction of 10,000 images at once, seed network, warm",
      unit: "images/s",
      target: 2_500_000,
      more: true,
    },
  },
};

const CNN_PLAN = {
  group: "cnn-inference",
  network: CNN,
  predictionBatch: 500,
  calls: { blocks: 3, calls: 20 },
  benchmarks: {
    one: {
      benchmark: "cnn-predict-one",
      title: "CNN, one image",
      what: "Prediction of one image, CNN, warm",
      unit: "µs",
      target: 0.5e-3,
    },
    all: {
      benchmark: "cnn-predict-all",
      title: "CNN, 10,000 images",
      what: "Prediction of 10,000 images at once (peers: 64 or 500 at a time), CNN, warm",
      unit: "images/s",
      target: 7000,
      more: true,
    },
  },
};

export function measureInference(context) {
  return measureNetwork(SEED_PLAN, context);
}

export function measureCnnInference(context) {
  return measureNetwork(CNN_PLAN, context);
}

async function measureNetwork(plan, { contenders, rounds, data, folder }) {
  const keys = Object.keys(plan.benchmarks);
  const taking = contenders.filter(({ name }) => name !== "inkling-1");
  const reference = {};
  const turns = taking.map((contender) => {
    const rows = keys.map((key) => {
      const row = createRow(plan.benchmarks[key], contender, plan.group);
      // Only the prediction of many is of fewer images where a peer is slow.
      return key === "all" ? row : { ...row, images: undefined };
    });
    const images = contender.images[plan.group] ?? IMAGES;
    const turn = async () => {
      const answers = await askAll(contender, plan, { data, folder, images });
      checkAnswers(contender, answers, reference);
      keys.forEach((key, i) => {
        const seconds = answers[key].seconds;
        rows[i].samples.push(...(key === "all" ? seconds.map((time) => images / time) : seconds));
        rows[i].accuracy = answers.first?.accuracy;
      });
    };
    return { contender, rows, turn };
  });
  await takeTurns(turns, rounds, plan.budgetSeconds);
  return { rows: keys.flatMap((_, i) => turns.map(({ rows }) => rows[i])) };
}

/** A new process each time, so that there is a first call to measure. */
async function askAll(contender, plan, { data, folder, images }) {
  const { group, network, benchmarks, calls } = plan;
  const predictionBatch = contender.batches[group] ?? plan.predictionBatch;
  const process = new ContenderProcess(contender);
  const settings = { data, folder, network, evaluationBatch: EVALUATION_BATCH, predictionBatch, ...calls };
  const ask = (task, more = {}) => process.ask({ task, ...settings, ...more });
  try {
    const loaded = await ask("load");
    return {
      loaded,
      ...(benchmarks.first && { first: await ask("evaluate", { times: 1 }) }),
      ...(benchmarks.warm && { warm: await ask("evaluate") }),
      one: await ask("predictOne"),
      all: await ask("predictAll", { images }),
    };
  } finally {
    await process.close();
  }
}

/** All must answer as Inkling did, which has the first turn. */
function checkAnswers({ label }, { loaded, first }, reference) {
  reference.probabilities ??= loaded.probabilities;
  reference.accuracy ??= first?.accuracy;
  const answer = { label, received: loaded.probabilities };
  checkSame("a probability", answer, reference.probabilities, PROBABILITY_TOLERANCE);
  if (first === undefined) return;
  checkSame("the accuracy", { label, received: [first.accuracy] }, [reference.accuracy], ACCURACY_TOLERANCE);
}
