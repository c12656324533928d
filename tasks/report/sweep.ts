import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

/** Reduces a regression sweep to its figures. */
export default defineTask({
  kind: "report/sweep",
  description: "Reduces a regression sweep to figures by name and seed.",
  params: z.strictObject({}),
  inputs: {
    metrics: { description: "Metrics of eval/molecules: files, or folders of them.", many: true },
    samples: { description: "Samples with trajectories: files, or folders of them.", many: true },
    history: { description: "Training logs, one for each seed.", many: true },
  },
  outputs: { sweep: "For each figure the way it gets better and its value by seed (JSON)." },
  async run({ inputs, outputs }) {
    const { cellFiles } = await import("../../src/artifacts/cell_files.ts");
    const { measureSweep } = await import("../../src/regress/measure_sweep.ts");
    const { writeSweep } = await import("../../src/regress/sweep.ts");
    const { readHistory } = await import("../../src/artifacts/history.ts");
    const { readMoleculeMetrics } = await import("../../src/artifacts/metrics.ts");
    const { readMoleculeSamples } = await import("../../src/artifacts/samples.ts");
    const readAll = async <Value>(
      gathered: readonly { readonly path: string }[],
      read: (path: string) => Promise<Value>,
    ) => {
      const files = await Promise.all(gathered.map(({ path }) => cellFiles(path)));
      return await Promise.all(files.flat().map(read));
    };
    const sweep = measureSweep(
      await readAll(inputs.metrics, readMoleculeMetrics),
      await readAll(inputs.samples, readMoleculeSamples),
      await Promise.all(inputs.history.map(async ({ instance, path }) => ({
        instance,
        entries: await readHistory(path),
      }))),
    );
    await writeSweep(outputs.sweep, sweep);
  },
});
