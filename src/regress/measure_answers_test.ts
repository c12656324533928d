import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { Completions } from "../artifacts/completions.ts";
import type { Problems } from "../artifacts/problems.ts";
import { type AnswerSweepResults, measureAnswers } from "./measure_answers.ts";
import { compareSweep, isFailure } from "./compare.ts";
import { measurePromptedBatches } from "./measure_prompted_batches.ts";
import { sweepOf } from "./measurement.ts";

const M = "<mask>";

/** Two blocks of two tokens, a step each; the corrector fires once in each. */
const COMPLETIONS: Completions = {
  settings: {
    ...{ sampler: "blocks", T: 2, generated: 4, blockLength: 2, seed: 3 },
    corrector: { S: 1, omega: 1 },
  },
  nfe: 4,
  completions: [{ id: "a", answers: ["1 + 2 = 4"] }],
  trajectory: [
    { step: 0, phase: "correct", round: 1, sequences: [["a", "b", "c", "d"]] },
    { step: 0, phase: "unmask", sequences: [["a", "b", M, M]] },
    { step: 1, phase: "correct", round: 1, sequences: [["x", "b", "c", "d"]] },
    { step: 1, phase: "unmask", sequences: [["x", "b", "c", "d"]] },
  ],
};
const PROBLEMS: Problems = {
  ...{ part: "validation", name: "sums", judge: "math" },
  problems: [{ id: "a", prompt: "1 and 2", answer: "1 + 2 = 3" }],
};
const rows = (tokens: number[]) => ({
  ...{ tokens: Uint8Array.from(tokens), labels: new Uint8Array(tokens.length / 4), length: 4 },
  promptLengths: Uint8Array.from(tokens.filter((_, i) => i % 4 === 0), () => 2),
});

/** Names of what is wrong in a sweep of the fixture with some changes. */
function wrong(changes: Partial<AnswerSweepResults> = {}): string[] {
  const measured = measureAnswers({
    ...{ completions: [COMPLETIONS], histories: [], problems: PROBLEMS },
    ...{ train: rows([1, 2, 3, 4, 1, 3, 5, 6]), heldOut: rows([2, 2, 3, 4]) },
    ...changes,
  });
  return compareSweep(sweepOf(measured)).filter(isFailure).map(({ name }) => name);
}

Deno.test("measureAnswers() finds nothing wrong in what decoding in blocks must give", () => {
  assertEquals(wrong(), []);
  const words = measureAnswers({
    ...{ completions: [COMPLETIONS], histories: [], problems: PROBLEMS },
    ...{ train: rows([1, 2, 3, 4]), heldOut: rows([2, 2, 3, 4]) },
  }).find(({ name }) => name === "proseco: words as in the right answer");
  assertEquals([words!.value, words!.seed], [0.8, "3"]);
});

Deno.test("measureAnswers() tells masks before the corrector, its cost, and what it did not hand on", () => {
  const trajectory = COMPLETIONS.trajectory!;
  const with_ = (changes: Partial<Completions>) =>
    wrong({ completions: [{ ...COMPLETIONS, ...changes }] });
  const frame = (i: number, tokens: string[]) =>
    with_({ trajectory: trajectory.with(i, { ...trajectory[i]!, sequences: [tokens] }) });
  assertEquals(frame(0, ["a", "b", M, M]), ["proseco: masks that the corrector sees or leaves"]);
  assertEquals(frame(3, ["a", "b", "c", "d"]), ["proseco: visible tokens as corrected"]);
  assertEquals(frame(1, ["a", M, M, M]), ["proseco: masked after step 1"]);
  assertEquals(with_({ nfe: 3 }), ["proseco: evaluations prescribed"]);
});

Deno.test("measureAnswers() tells that scored problems are trained on", () => {
  assertEquals(wrong({ heldOut: rows([1, 3, 0, 0]) }), ["scored problems that are trained on"]);
});

Deno.test("measurePromptedBatches() finds no mask in a prompt, and as many as it says after it", () => {
  const data = rows(Array.from({ length: 80 }, (_, i) => (i * 7 + Math.floor(i / 4)) % 9));
  const measured = measurePromptedBatches(data, {
    ...{ seeds: [1, 2], batches: 40, batchSize: 8, maskId: 9, tMin: 0.1 },
  });
  assertEquals(compareSweep(sweepOf(measured)).filter(isFailure), []);
  const answers = measured.find(({ name }) => name === "batches: answer tokens masked")!;
  ok(answers.value! > 0.5 && answers.exact!.error < 0.02);
});
