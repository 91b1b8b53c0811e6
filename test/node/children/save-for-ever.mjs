// Saves 16 MB of one value over and over, a new value each time, until it is killed. Argument: the file.
import { writeFileAtomic } from "../../../dist/node/atomic-write.js";

for (let round = 0; ; round++) {
  await writeFileAtomic(process.argv[2], new Uint8Array(16 * 2 ** 20).fill(round));
  if (round === 0) process.stdout.write("saving\n");
}
