/** Evaluation and prediction with one trained model that every contender loads. */
import { ContenderProcess } from "../child.mjs";
import { interleave } from "../interleave.mjs";
import { SEED } from "../networks.mjs";

const IMAGES = 10_000;

const BENCHMARKS = {
  first: {
    benchmark: "evaluate-first",
    what: "Evaluation of 10,000 images, seed network, a process's first",
    unit: "ms",
    target: 0.015,
  },
  warm: {
    benchmark: "evaluate-warm",
    what: "Evaluation of 10,000 images, seed network, warm",
    unit: "ms",
    target: 0.015,
  },
  one: { benchmark: "predict-one", what: "Prediction of one image, seed network, warm", unit: "µs" },
  all: {
    benchmark: "predict-all",
    what: "Prediction of 10,000 images at once, seed network, warm (more is better)",
    unit: "images/s",
  },
};

/** Repetitions of what is measured warm. */
const WARM = { times: 20, blocks: 20, calls: 50 };

/** Rows of a batch in evaluation, where a contender asks: Keras's best of 256, 1,000, 2,500 and 10,000 (measured). */
const EVALUATION_BATCH = 1000;

/** Contenders that have loaded the same weights may differ in the answer to one image, by rounding. */
const ACCURACY_TOLERANCE = 1.5 / IMAGES;

export async function measureInference({ contenders, rounds, data, folder }) {
  const rows = contenders.map(({ name, label }) =>
    Object.fromEntries(
      Object.entries(BENCHMARKS).map(([key, benchmark]) => [
        key,
        { ...benchmark, contender: name, label, samples: [] },
      ]),
    ),
  );
  await interleave([...contenders.keys()], rounds, async (i) => {
    const answers = await askAll(contenders[i], { data, folder });
    rows[i].first.samples.push(...answers.first.seconds);
    rows[i].warm.samples.push(...answers.warm.seconds);
    rows[i].one.samples.push(...answers.one.seconds);
    rows[i].all.samples.push(...answers.all.seconds.map((seconds) => IMAGES / seconds));
    for (const row of Object.values(rows[i])) row.accuracy = answers.first.accuracy;
    checkSameAccuracy(rows[0].first, rows[i].first);
  });
  return Object.keys(BENCHMARKS).flatMap((key) => rows.map((row) => row[key]));
}

/** A new process each time, so that there is a first call to measure. */
async function askAll(contender, { data, folder }) {
  const process = new ContenderProcess(contender);
  try {
    const settings = { ...SEED, evaluationBatch: EVALUATION_BATCH };
    await process.ask({ task: "load", data, folder, ...settings });
    return {
      first: await process.ask({ task: "evaluate", ...settings, times: 1 }),
      warm: await process.ask({ task: "evaluate", ...settings, ...WARM }),
      one: await process.ask({ task: "predictOne", ...settings, ...WARM }),
      all: await process.ask({ task: "predictAll", ...settings, ...WARM }),
    };
  } finally {
    await process.close();
  }
}

function checkSameAccuracy(inkling, other) {
  if (inkling.accuracy === undefined) return;
  if (Math.abs(inkling.accuracy - other.accuracy) <= ACCURACY_TOLERANCE) return;
  throw new Error(
    `${other.label} does not compute what Inkling does: with the same weights its accuracy is ${other.accuracy}, ` +
      `and Inkling's is ${inkling.accuracy}.`,
  );
}
