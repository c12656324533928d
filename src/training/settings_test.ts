import { match, ok } from "node:assert/strict";
import mdm from "../../tasks/train/mdm.ts";
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
