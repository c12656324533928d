import { deepStrictEqual, throws } from "node:assert/strict";
import type { Instance } from "./instance.ts";
import type { Pipeline } from "./load.ts";
import { select, type Selection } from "./select.ts";

/** `data` → `model[1]`, `model[2]` → `samples[1]`, `samples[2]` → `report`. */
function pipelineOf(): Pipeline {
  const make = (task: string, after: Instance[], seed?: number) => {
    const name = seed === undefined ? task : `${task}[${seed}]`;
    return { name, orderedName: name, task, after } as unknown as Instance;
  };
  const data = make("data", []);
  const models = [1, 2].map((seed) => make("model", [data], seed));
  const samples = models.map((model, i) => make("samples", [model], i + 1));
  const instances = [data, ...models, ...samples, make("report", samples)];
  return {
    name: "p",
    tasks: ["data", "model", "samples", "report"],
    instances,
  } as unknown as Pipeline;
}

function names(selection: Selection): { running: string; fixed: string } {
  const { wanted, fixed } = select(pipelineOf(), selection);
  const running = [...wanted].filter((instance) => !fixed.has(instance));
  const write = (instances: Iterable<Instance>) =>
    [...instances].map(({ name }) => name).sort().join(" ");
  return { running: write(running), fixed: write(fixed) };
}

const CASES: readonly [what: string, selection: Selection, running: string, fixed: string][] = [
  [
    "Without a selection everything runs",
    {},
    "data model[1] model[2] report samples[1] samples[2]",
    "",
  ],
  ["--until runs a task and what it needs", { until: ["model[2]"] }, "data model[2]", ""],
  [
    "--only runs a task and reads what is stored",
    { only: ["samples[1]"] },
    "samples[1]",
    "data model[1]",
  ],
  [
    "--from runs a task and what hangs on it",
    { from: ["model[1]"] },
    "model[1] report samples[1]",
    "data model[2] samples[2]",
  ],
  [
    "--from with --until runs what lies between",
    { from: ["model"], until: ["samples[2]"] },
    "model[2] samples[2]",
    "data",
  ],
];

for (const [what, selection, running, fixed] of CASES) {
  Deno.test(what, () => deepStrictEqual(names(selection), { running, fixed }));
}

Deno.test("A name that no task and no instance has is told with a suggestion", () => {
  throws(
    () => select(pipelineOf(), { force: ["sampels"] }),
    /^UserError: There is no task "sampels" in p\. Did you mean "samples"\?/,
  );
});
