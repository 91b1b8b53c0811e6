/**
 * The barrier at which the threads of a fit meet. The last to arrive opens it; the others look for a while, because
 * the next piece of work is microseconds away, and then sleep.
 * Method: a counter and a round number (D. Hensgen et al., "Two algorithms for barrier synchronization", 1988).
 */

/**
 * Looks at the round before a thread sleeps: some hundred microseconds, longer than a step's shares differ on a quiet machine.
 * Waking takes 30 µs and more: with 10,000 looks an epoch of the notebook's network took 106 ms instead of 75 (measured).
 */
const LOOKS = 200_000;

/**
 * Returns when all `threads` have called. `state` is 12 bytes, zero at first: arrived, round, sleepers.
 * Without threads in the module nobody else can come, and it returns at once.
 */
export function barrier(state: usize, threads: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  const round = atomic.load<i32>(state, 4);
  if (atomic.add<i32>(state, 1) == threads - 1) {
    atomic.store<i32>(state, 0);
    atomic.add<i32>(state, 1, 4);
    // Waking costs a microsecond even where nobody sleeps.
    if (atomic.load<i32>(state, 8) != 0) atomic.notify(state + 4, threads);
    return;
  }
  for (let look = 0; look < LOOKS; look++) {
    if (atomic.load<i32>(state, 4) != round) return;
  }
  atomic.add<i32>(state, 1, 8);
  while (atomic.load<i32>(state, 4) == round) atomic.wait<i32>(state + 4, round, -1);
  atomic.sub<i32>(state, 1, 8);
}
