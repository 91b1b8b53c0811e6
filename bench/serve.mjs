/**
 * How a contender in JavaScript takes its requests: one as an argument (a whole process), or one a line on standard
 * input, each answered by one line of JSON. `peers/peer.py` does the same in Python.
 */
import { createInterface } from "node:readline";

/** @param tasks functions by name; each takes a request and returns its answer, or a promise of it */
export async function serve(tasks) {
  const answer = async (line) => {
    const request = JSON.parse(line);
    return JSON.stringify((await tasks[request.task](request)) ?? {});
  };
  const single = process.argv[2];
  if (single !== undefined) {
    console.log(await answer(single));
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) console.log(await answer(line));
}

/** Mean seconds of one call, once for each of `blocks` blocks of `calls` calls, which outlasts the clock's grain. */
export async function timeBlocks(blocks, calls, call) {
  const samples = [];
  for (let block = 0; block < blocks; block++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) {
      const result = call(i);
      // Waiting for what is there already would cost a tenth of a microsecond.
      if (result instanceof Promise) await result;
    }
    samples.push((performance.now() - start) / 1000 / calls);
  }
  return samples;
}
