import { z } from "zod";
import { distinctList } from "../../src/support/distinct_list.ts";
import { defineTask } from "../../src/pipeline/task.ts";

/** Reduces a regression sweep of prompted generation to its figures. */
export default defineTask({
  kind: "sweep/answers",
  description: "Reduces a regression sweep of prompted generation to figures by name and seed.",
  params: z.strictObject({
    tMin: z.number().gt(0).lt(1).default(0.1).describe("Earliest time of the counted batches."),
    batchSize: z.int().min(1).describe("Their sequences."),
    batches: z.int().min(1).default(50).describe("Batches to count for each seed."),
    seeds: distinctList(z.int().nonnegative()).describe("Their seeds."),
  }),
  inputs: {
    dataset: { description: "The prompted data set, of which batches are counted." },
    completions: {
      description: "Answers to all validation problems, drawn in blocks with stopAtEos off.",
      many: true,
    },
    history: { description: "Training logs, one for each seed.", many: true },
  },
  outputs: { sweep: "For each figure the way it gets better and its value by seed (JSON)." },
  async run({ params, inputs, outputs }) {
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const { readCompletions } = await import("../../src/artifacts/completions.ts");
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readProblems } = await import("../../src/artifacts/problems.ts");
    const { measureAnswers } = await import("../../src/regress/measure_answers.ts");
    const { measurePromptedBatches } = await import(
      "../../src/regress/measure_prompted_batches.ts"
    );
    const { sweepOf } = await import("../../src/regress/measurement.ts");
    const { writeSweep } = await import("../../src/regress/sweep.ts");
    const { meta, train, test } = await readDataset(inputs.dataset);
    const measurements = [
      ...measurePromptedBatches(train, { ...params, maskId: meta.maskId }),
      ...measureAnswers({
        completions: await readAllCells(inputs.completions, readCompletions),
        histories: await readHistories(inputs.history),
        problems: await readProblems(inputs.dataset, "validation"),
        ...{ train, heldOut: test },
      }),
    ];
    await writeSweep(outputs.sweep, sweepOf(measurements));
  },
});
