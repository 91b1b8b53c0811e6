/** Time to 99 % of the test set right, from the start of the process to its end: `inkling train --recipe sprint`. */
import { runProcess } from "../child.mjs";
import { NODE_OPTIONS } from "../contenders.mjs";
import { createRow, takeTurns } from "../measure.mjs";
import { COMMAND_LINE } from "./seed-process.mjs";

const BENCHMARK = {
  benchmark: "sprint",
  title: "To 99 % of the test set",
  what: "To 99 % of the test set as a process: inkling train --recipe sprint, another seed each time",
  unit: "s",
  target: 20,
  leastAccuracy: 0.99,
};

/** Each turn takes another seed: one that happens to be good proves nothing. The row shows the worst accuracy. */
export async function measureSprint({ contenders: [inkling], rounds, data }) {
  const row = createRow(BENCHMARK, inkling);
  const accuracies = [];
  const turn = async (round) => {
    const options = ["--recipe", "sprint", "--seed", String(round + 1), "--data", data, "--json"];
    const args = [...NODE_OPTIONS, COMMAND_LINE, "train", ...options];
    const { seconds, answer } = await runProcess({ ...inkling, args });
    row.samples.push(seconds);
    accuracies.push(answer.accuracy);
    row.accuracy = Math.min(...accuracies);
  };
  await takeTurns([{ contender: inkling, rows: [row], turn }], rounds, Infinity);
  return { rows: [row] };
}
