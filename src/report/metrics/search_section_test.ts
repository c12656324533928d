import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { searchSection, type Trial, trialRows } from "./search_section.ts";

function trial(number: number, figure: number | null, isDone = true): Trial {
  return {
    ...{
      task: "model-rung-1",
      trial: number,
      coordinates: { kind: { name: "a" } },
      metric: "loss",
    },
    ...{ values: { rate: number / 10, steps: 4 }, figure, isDone },
  };
}

Deno.test("a trial is a row with what was drawn for it, and with what came of it", () => {
  const [first] = trialRows([trial(1, 0.5)]);
  deepStrictEqual(first!.labels, {
    ...{ task: "model-rung-1", trial: 1, kind: "a", rate: 0.1, steps: 4 },
  });
  deepStrictEqual(first!.figures, { loss: { mean: 0.5, se: null } });
  const rows = trialRows([trial(1, 0.5), trial(2, null, false)]);
  deepStrictEqual(rows.map(({ labels }) => labels.ended), ["done", "failed"]);
  deepStrictEqual(rows[1]!.figures, {});
});

Deno.test("trials are lines over what varies among them, those that failed dashed", () => {
  const [section] = searchSection([trial(1, 0.5), trial(2, 0.25), trial(3, null, false)]);
  const text = section!.body.markup;
  strictEqual(text.match(/stroke-dasharray/g)?.length, 1);
  match(text, /Parallel coordinates of rate, loss/);
  match(text, /<td data-value="0\.25">0\.2500<\/td>/);
  strictEqual(searchSection([]).length, 0);
});

Deno.test("where all trials failed there is a table alone", () => {
  const [section] = searchSection([1, 2, 3].map((number) => trial(number, null, false)));
  strictEqual(section!.body.markup.includes("<svg"), false);
});
