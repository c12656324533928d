import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { TrainingCurve } from "../../runs/training_curves.ts";
import { curvesSection } from "./curves_section.ts";

const ENTRIES = [1, 2].map((step) => ({
  step,
  loss: 3 - step,
  gradientNorm: 1,
  learningRate: 0.1,
}));

function curve(run: string, task: string, setting: string, isBroken = false): TrainingCurve {
  return { run, task, setting, isBroken, instance: `${task}[${setting}]`, entries: ENTRIES };
}

/** Labels of the legend. */
function legend(curves: readonly TrainingCurve[]): string[] {
  const [section] = curvesSection(curves, []);
  return [...section!.body.markup.matchAll(/<\/svg>([^<]*)<\/button>/g)].map(([, label]) => label!);
}

Deno.test("lines are named by what tells them apart", () => {
  deepStrictEqual(legend([curve("a", "mdm", ""), curve("b", "mdm", "")]), ["a", "b"]);
  deepStrictEqual(legend([curve("a", "mdm", "x=1"), curve("a", "mdm", "x=2")]), ["x=1", "x=2"]);
  deepStrictEqual(legend([curve("a", "mdm", "x=1"), curve("a", "mdm", "x=1")]), ["a mdm x=1"]);
});

Deno.test("where there are too many lines to tell apart they are named more coarsely", () => {
  const many = Array.from({ length: 9 }, (_, i) => curve("a", "mdm", `x=${i}`));
  deepStrictEqual(legend([...many, curve("b", "ar", "")]), ["a mdm", "b ar"]);
});

Deno.test("trainings that failed or were stopped are dashed", () => {
  const [section] = curvesSection([curve("a", "mdm", ""), curve("b", "mdm", "", true)], []);
  strictEqual(section!.body.markup.match(/stroke-dasharray="5 4"/g)?.length, 1);
});

Deno.test("what could not be read is told, and without trainings there is no section", () => {
  match(curvesSection([], ["gone"])[0]!.body.markup, /gone/);
  strictEqual(curvesSection([], []).length, 0);
});
