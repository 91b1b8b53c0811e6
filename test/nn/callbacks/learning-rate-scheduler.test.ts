import { describe, expect, test } from "vitest";
import {
  LearningRateScheduler,
  type EpochSchedule,
} from "../../../src/nn/callbacks/learning-rate-scheduler.ts";
import { recordPlatform } from "../recording-platform.ts";
import { drive, FakeModel, golden, type GoldenCase } from "./drive.ts";

interface ScheduleCase extends Omit<GoldenCase<never>, "options" | "values"> {
  schedule: "halve" | "steps";
  rate: number;
}

/** The same functions as in make-callbacks-golden.py. */
const schedules: Record<ScheduleCase["schedule"], EpochSchedule> = {
  halve: (_epoch, rate) => rate * 0.5,
  steps: (epoch) => (epoch < 2 ? 0.1 : 1e-5),
};

describe("LearningRateScheduler does what Keras's does", () => {
  test.each(golden<ScheduleCase>("learningRateScheduler"))(
    "with the schedule $schedule",
    async (expected) => {
      const platform = recordPlatform();
      const callback = new LearningRateScheduler(schedules[expected.schedule], { verbose: 1 });
      const epochs: Record<string, number>[] = expected.epochs.map(() => ({ loss: 1 }));

      const seen = await drive(callback, new FakeModel(expected.rate), epochs);

      expect(seen).toEqual(expected.epochs);
      expect(epochs.map((logs) => logs.learning_rate)).toEqual(
        expected.epochs.map(({ learningRate }) => learningRate),
      );
      expect(platform.printed).toBe(expected.printed);
    },
  );
});

test("a schedule must be a function that gives a rate", async () => {
  expect(() => new LearningRateScheduler(0.1 as never)).toThrow(
    "schedule is not a function: expected (epoch, learningRate) => learningRate, received 0.1.",
  );
  const run = (rate: unknown) =>
    drive(new LearningRateScheduler(() => rate as number), new FakeModel(), [{ loss: 1 }]);
  await expect(run(undefined)).rejects.toThrow("the schedule's learning rate is not a number");
  await expect(run(NaN)).rejects.toThrow("the schedule's learning rate is out of range");
  await expect(run(-1)).rejects.toThrow("the schedule's learning rate is out of range");
});
