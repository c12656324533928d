import { match, ok } from "node:assert/strict";
import mdm from "../../tasks/train/mdm.ts";
import prism from "../../tasks/train/prism.ts";
import proseco from "../../tasks/train/proseco.ts";

const REST = { steps: 1, batchSize: 1, learningRate: 1, warmupSteps: 0 };

Deno.test("a width that the heads do not divide is refused before anything runs", () => {
  for (const { params } of [mdm, proseco]) {
    const { error } = params.safeParse({ ...REST, hiddenSize: 128, nHeads: 3 });
    match(error!.message, /must be a multiple of 2 · nHeads \(6\)/);
    ok(params.safeParse({ ...REST, hiddenSize: 128, nHeads: 4 }).success);
    // A checkpoint has its own.
    ok(params.safeParse(REST).success);
  }
});

Deno.test("a training whose settings contradict each other is refused", () => {
  for (
    const [given, message] of [
      [{ warmupSteps: 2 }, /warmupSteps.*must be at most steps \(1\)/s],
      [{ batchSize: 8, accumulate: 3 }, /accumulate.*must divide batchSize \(8\)/s],
      [{ patience: 2 }, /patience.*never ends a training of 1 steps.*set validateEvery/s],
      [{ patience: 1, validateEvery: 0 }, /patience.*evaluated at its end alone/s],
      [{ importance: true, T: 8 }, /importance.*is for continuous time: leave T out/s],
    ] as const
  ) {
    for (const { params } of [mdm, proseco, prism]) {
      match(params.safeParse({ ...REST, ...given }).error!.message, message);
    }
  }
});
