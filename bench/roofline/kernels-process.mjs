/**
 * The engine's kernels where they work: each network is trained for an epoch with every call of its kernels watched.
 * Takes a request as its argument and prints an array of { network, seconds, threads } as JSON, where `threads` holds what
 * each thread saw.
 */
import { Callback, loadMnist, nodePlatform, providePlatform, sliceDataSet } from "inkling";
import { createModel } from "../inkling-model.mjs";
import { CNN, SEED, WIDE } from "../networks.mjs";

const { threads, data, images } = JSON.parse(process.argv[2]);

/** After each epoch, while the threads wait for the next, asks them what they saw. The first epoch warms up. */
class Watcher extends Callback {
  seen;
  seconds;
  #channel = new BroadcastChannel("inkling-roofline");
  #start;

  onEpochBegin() {
    this.#start = performance.now();
  }

  async onEpochEnd() {
    this.seconds = (performance.now() - this.#start) / 1000;
    const answers = this.#takeAnswers();
    this.#channel.postMessage("tell");
    this.seen = await answers;
  }

  onTrainEnd() {
    this.#channel.close();
  }

  #takeAnswers() {
    const seen = [];
    return new Promise((done) => {
      const take = ({ data: { sums } }) => {
        seen.push(sums);
        if (seen.length < threads) return;
        this.#channel.removeEventListener("message", take);
        done(seen);
      };
      this.#channel.addEventListener("message", take);
    });
  }
}

providePlatform(nodePlatform(new URL("./watched-worker.mjs", import.meta.url)));
const { train } = await loadMnist({ data });
const results = [];
for (const network of [SEED, WIDE, CNN]) {
  const watcher = new Watcher();
  const set = sliceDataSet(train, 0, Math.min(images[network.name], train.labels.length));
  const options = { batchSize: network.batchSize, epochs: 2, threads, verbose: 0, callbacks: [watcher] };
  await createModel(network).fit(set.images, set.labels, options);
  results.push({ network: network.name, seconds: watcher.seconds, threads: watcher.seen });
}
console.log(JSON.stringify(results));
