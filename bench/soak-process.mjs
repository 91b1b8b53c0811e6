/**
 * The process that `npm run bench -- soak` watches: predictions one at a time, then fits of one model, printing its
 * resident memory in MB as lines of JSON. Memory is left to the garbage collector: nothing is forced.
 */
import { loadMnist } from "inkling";
import { createModel } from "./inkling-model.mjs";
import { SEED } from "./networks.mjs";

const { data, predictions, fits, reports } = JSON.parse(process.argv[2]);

const { train, test } = await loadMnist({ data });
const model = createModel(SEED);

await watch("predictions", predictions, (i) => {
  const { data: pixels, scale } = test.images;
  const at = (i % 10_000) * 784;
  model.predict({ data: pixels.subarray(at, at + 784), shape: [1, 28, 28], scale });
});
await watch("fits", fits, () => model.fit(train.images, train.labels, { batchSize: 128, verbose: 0 }));

/** Does a thing `count` times; tells the memory at the start and after equal parts. */
async function watch(phase, count, run) {
  tell(phase, 0);
  const part = Math.max(1, Math.floor(count / reports));
  for (let i = 0; i < count; i++) {
    const result = run(i);
    if (result instanceof Promise) await result;
    if ((i + 1) % part !== 0) continue;
    tell(phase, i + 1);
    await new Promise((done) => setImmediate(done));
  }
}

function tell(phase, done) {
  console.log(JSON.stringify({ phase, done, rss: process.memoryUsage.rss() / 1e6 }));
}
