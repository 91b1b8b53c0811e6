/** How long the steps of a reading take. */

export interface StepClock {
  /** Does the work and adds its time to the step's. */
  time: <T>(step: string, work: () => T) => T;
  /** Milliseconds of each step so far. */
  timings: Record<string, number>;
}

export function startClock(): StepClock {
  const timings: Record<string, number> = {};
  return {
    timings,
    time: (step, work) => {
      const start = performance.now();
      const result = work();
      timings[step] = (timings[step] ?? 0) + performance.now() - start;
      return result;
    },
  };
}
