import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

/** Reduces a regression sweep of texts to its figures. */
export default defineTask({
  kind: "sweep/text",
  description: "Reduces a regression sweep of texts to figures by name and seed.",
  params: z.strictObject({}),
  inputs: {
    dataset: { description: "The data set, for its held-out sequences." },
    metrics: { description: "Metrics of eval/text: files, or folders of them.", many: true },
    samples: { description: "Texts with trajectories: files, or folders of them.", many: true },
    history: { description: "Training logs, one for each seed.", many: true },
  },
  outputs: { sweep: "For each figure the way it gets better and its value by seed (JSON)." },
  async run({ inputs, outputs }) {
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readTextSamples } = await import("../../src/artifacts/samples.ts");
    const { readTextMetrics } = await import("../../src/artifacts/text/text_metrics.ts");
    const { measureTexts } = await import("../../src/regress/measure_texts.ts");
    const { sweepOf } = await import("../../src/regress/measurement.ts");
    const { writeSweep } = await import("../../src/regress/sweep.ts");
    const measurements = measureTexts({
      metrics: await readAllCells(inputs.metrics, readTextMetrics),
      samples: await readAllCells(inputs.samples, readTextSamples),
      histories: await readHistories(inputs.history),
      heldOut: (await readDataset(inputs.dataset)).test,
    });
    await writeSweep(outputs.sweep, sweepOf(measurements));
  },
});
