import { expect, test } from "vitest";
import { History } from "../../../src/nn/callbacks/history.ts";
import { drive, FakeModel } from "./drive.ts";

test("a history holds one value per epoch for each figure", async () => {
  const history = new History();
  await drive(history, new FakeModel(), [
    { loss: 0.5, accuracy: 0.75 },
    { loss: 0.25, accuracy: 1 },
  ]);
  expect(history.epoch).toEqual([0, 1]);
  expect(history.history).toEqual({ loss: [0.5, 0.25], accuracy: [0.75, 1] });
});
