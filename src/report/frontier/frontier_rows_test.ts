import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import type { CodeMetrics, MathMetrics } from "../../artifacts/answer_metrics.ts";
import { frontierRows } from "./frontier_rows.ts";

function solutions(
  correct: readonly boolean[],
  settings: Record<string, unknown> = {},
  objective = "mdm",
): MathMetrics {
  return {
    settings: {
      dataset: "word-problems",
      part: "test",
      T: 8,
      seed: 1,
      sampler: "blocks",
      ...settings,
    },
    ...{ judge: "gsm8k strict 1", accuracy: 0, interval: [0.1, 0.9], answered: 1, empty: 0.25 },
    ...{ evaluations: 7, nfe: 8, model: { objective, steps: "10" } },
    problems: correct.map((right, i) => ({
      ...{ id: `${i}`, expected: 3, given: [right ? 3 : i === 0 ? null : 4], correct: [right] },
    })),
  };
}

const given = (...all: (MathMetrics | CodeMetrics)[]) =>
  all.map((metrics, i) => ({ instance: `scores[${i}]`, metrics }));

Deno.test("a row says whose answers they are: the network by its training, and what its sampler adds", () => {
  const corrector = { S: 2, omega: 1 };
  const rows = frontierRows(given(
    solutions([true]),
    solutions([true], {}, "proseco"),
    solutions([true], { corrector }, "proseco"),
    solutions([true], { corrector }),
    solutions([true], { sampler: "remdm" }),
    solutions([true], { sampler: "ar" }, "ar"),
  ));
  deepStrictEqual(rows.map(({ method }) => method), [
    "Vanilla SFT",
    "ProSeCo SFT + ProSeCo sampling",
    "ProSeCo SFT",
    "Vanilla SFT + ProSeCo sampling",
    "Vanilla SFT + ReMDM",
    "AR",
  ]);
});

Deno.test("a further setting by which files differ is part of the method's name", () => {
  const rows = frontierRows(given(
    solutions([true], { protocol: "own" }),
    solutions([true], { protocol: "released" }),
  ));
  deepStrictEqual(rows.map(({ method, protocol }) => [method, protocol]), [
    ["Vanilla SFT · protocol = own", "own"],
    ["Vanilla SFT · protocol = released", "released"],
  ]);
});

Deno.test("one seed keeps its interval; several have a standard error and one that reaches over seeds", () => {
  const [one] = frontierRows(given(solutions([true, true, false, false])));
  deepStrictEqual(one!.interval, [0.1, 0.9]);
  strictEqual(one!.accuracy.se, null);
  const [two] = frontierRows(given(
    solutions([true, true, false, false]),
    solutions([true, true, true, true], { seed: 2 }),
  ));
  deepStrictEqual(two!.accuracy, { mean: 0.75, se: 0.25 });
  deepStrictEqual([...two!.solved.values()], [1, 1, 0.5, 0.5]);
  ok(Math.abs(two!.interval[1] - (0.75 + 12.706 * 0.25)) < 1e-12);
});

Deno.test("verdicts are shares of answers, of solutions too", () => {
  const [row] = frontierRows(given(solutions([false, true, false, true])));
  deepStrictEqual(row!.verdicts, { correct: 0.5, "no answer": 0.25, wrong: 0.25 });
  strictEqual(row!.evaluations, 7);
});

Deno.test("networks of other training, judges of other rules and a seed that stands twice are not averaged", () => {
  const one = solutions([true]);
  throws(
    () => frontierRows(given(one, { ...one, model: { objective: "mdm", steps: "20" } })),
    /trained differently; tell the networks apart by the parameter networks/,
  );
  throws(() => frontierRows(given(one, { ...one, judge: "other" })), /judged by different rules/);
  throws(
    () => frontierRows([{ instance: "a", metrics: one }, { instance: "b", metrics: { ...one } }]),
    /seed 1 stands twice/,
  );
});
