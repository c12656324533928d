import { z } from "zod";
import { distinctList } from "../../src/support/distinct_list.ts";
import { defineTask } from "../../src/pipeline/task.ts";

/** Reduces a regression sweep to its figures. */
export default defineTask({
  kind: "sweep/molecules",
  description: "Reduces a regression sweep of molecules to figures by name and seed.",
  params: z.strictObject({
    property: z.string().describe("Property whose labels the counted batches carry."),
    members: z.number().min(0).max(1).describe("Share of the molecules whose label must be 1."),
    labelDropout: z.number().min(0).max(1).default(0.1)
      .describe("Share of sequences that the counted batches show without their label."),
    tMin: z.number().gt(0).lt(1).default(0.1).describe("Their earliest time."),
    batchSize: z.int().min(1).describe("Their sequences."),
    batches: z.int().min(1).default(100).describe("Batches to count for each seed."),
    seeds: distinctList(z.int().nonnegative()).describe("Their seeds."),
  }),
  inputs: {
    dataset: { description: "The data set, of which batches are counted." },
    metrics: { description: "Metrics of eval/molecules: files, or folders of them.", many: true },
    samples: { description: "Samples with trajectories: files, or folders of them.", many: true },
    history: { description: "Training logs, one for each seed.", many: true },
  },
  outputs: { sweep: "For each figure the way it gets better and its value by seed (JSON)." },
  async run({ params, inputs, outputs }) {
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { measureBatches } = await import("../../src/regress/measure_batches.ts");
    const { sweepOf } = await import("../../src/regress/measurement.ts");
    const { measureSweep } = await import("../../src/regress/measure_sweep.ts");
    const { writeSweep } = await import("../../src/regress/sweep.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readMoleculeMetrics } = await import("../../src/artifacts/metrics.ts");
    const { readMoleculeSamples } = await import("../../src/artifacts/samples.ts");
    const { property, ...settings } = params;
    const { meta, train } = await readDataset(inputs.dataset, property);
    const measurements = [
      ...measureBatches(train, { ...settings, maskId: meta.maskId }),
      ...measureSweep({
        metrics: await readAllCells(inputs.metrics, readMoleculeMetrics),
        samples: await readAllCells(inputs.samples, readMoleculeSamples),
        histories: await readHistories(inputs.history),
      }),
    ];
    await writeSweep(outputs.sweep, sweepOf(measurements));
  },
});
