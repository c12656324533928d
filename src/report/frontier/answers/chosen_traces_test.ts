import { deepStrictEqual } from "node:assert/strict";
import { fixtureAnswers, fixtureCompletions } from "../../../../tests/frontier_fixture.ts";
import { frontierRows } from "../frontier_rows.ts";
import { rankAnswers } from "./answer_gallery.ts";
import { chooseTraces, recordedTraces } from "./chosen_traces.ts";
import { judgedAnswers } from "./judged_answers.ts";

const CORRECTOR = { S: 1, omega: 1 };
const SETTINGS = ([10, 60] as const).flatMap((T) => [
  { network: "vanilla" as const, part: "test" as const, T, seed: 1 },
  { network: "proseco" as const, part: "test" as const, T, corrector: CORRECTOR, seed: 1 },
]);

Deno.test("a corrected right answer is shown, then a wrong one, each beside vanilla's to the same problem", () => {
  const rows = frontierRows(
    SETTINGS.map((one) => ({ instance: "scores", metrics: fixtureAnswers(one) })),
  );
  const traces = recordedTraces(rows, SETTINGS.map(fixtureCompletions), "<mask>");
  deepStrictEqual(traces.length, 4 * 4);
  const chosen = chooseTraces(traces);
  deepStrictEqual(
    chosen.map((group) => group.map(({ row }) => row.method)),
    chosen.map(() => ["ProSeCo SFT + ProSeCo sampling", "Vanilla SFT"]),
  );
  for (const [own, other] of chosen) {
    deepStrictEqual([own!.answer.id, own!.row.T], [other!.answer.id, other!.row.T]);
  }
  deepStrictEqual([chosen[0]![0]!.answer.isRight, chosen[0]![0]!.corrected > 0], [true, true]);
});

Deno.test("the worst answer is wrong where all others are right, and says what the sandbox said", () => {
  const metrics = fixtureAnswers(SETTINGS[0]!),
    answers = judgedAnswers(
      fixtureCompletions(SETTINGS[0]!),
      metrics,
    );
  const [row] = frontierRows([{ instance: "scores", metrics }]);
  const wrong = answers.filter(({ isRight }) => !isRight);
  const known = { ...row!, solved: new Map([[wrong.at(-1)!.id, 1]]) };
  const { worst, best } = rankAnswers(answers, [known]);
  deepStrictEqual(worst[0], {
    ...wrong.at(-1)!,
    others: 1,
    verdict: "failed",
    detail: "AssertionError: total([1, 2]) == <5>",
  });
  deepStrictEqual(worst.length + best.length, answers.length);
});
