/** Turns of several contenders in one run, so that what slows the machine for a while slows all of them. */

/** A contender that has used more than this in one benchmark sits out the rounds that are left. */
const BUDGET_SECONDS = 30;

/**
 * Gives each contender its turn, round after round; every other round goes backwards, so that nobody always follows
 * the same one.
 * @param turn called with a contender; the next one's turn begins when its promise is resolved
 */
export async function interleave(contenders, rounds, turn, budgetSeconds = BUDGET_SECONDS) {
  const used = new Map(contenders.map((contender) => [contender, 0]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      if (used.get(contender) > budgetSeconds) continue;
      const begin = performance.now();
      await turn(contender, round);
      used.set(contender, used.get(contender) + (performance.now() - begin) / 1000);
    }
  }
}
