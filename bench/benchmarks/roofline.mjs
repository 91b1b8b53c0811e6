/** `npm run bench -- roofline`: the machine's limits, and how near to them each kernel of the engine comes. */
import { fileURLToPath } from "node:url";
import { runProcess } from "../child.mjs";
import { measureConvolutions } from "../roofline/convolutions.mjs";
import { measureLimits } from "../roofline/limits.mjs";
import { formatLimits, formatNetwork, rateNetworks } from "../roofline/report.mjs";

const SCRIPT = fileURLToPath(new URL("../roofline/kernels-process.mjs", import.meta.url));

/** Images of each network's epoch; the convolutional network's steps are all alike. */
const IMAGES = { seed: 60_000, wide: 60_000, cnn: 12_800 };
const QUICK_IMAGES = { seed: 12_800, wide: 2560, cnn: 256 };

export async function measureRoofline({ threads: most, data, quick }) {
  const [texts, record] = [[], []];
  for (const threads of new Set([1, most])) {
    const limits = await measureLimits(
      threads,
      quick ? { rounds: 1, seconds: 0.02 } : { rounds: 5, seconds: 0.2 },
    );
    const request = { threads, data, images: quick ? QUICK_IMAGES : IMAGES };
    const watched = await runProcess({
      label: "The watched training",
      command: process.execPath,
      args: [SCRIPT, JSON.stringify(request)],
    });
    const networks = rateNetworks(watched.answer, limits);
    record.push({ limits, networks });
    texts.push(formatLimits(limits), ...networks.map((network) => formatNetwork(network, threads)));
  }
  const { text, rows } = measureConvolutions({ rounds: quick ? 3 : 51 });
  texts.push(text);
  return { text: texts.join("\n\n"), record: { threads: record, convolutions: rows } };
}
