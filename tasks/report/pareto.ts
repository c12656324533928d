import { z } from "zod";
import { join } from "node:path";
import { defineTask } from "../../src/pipeline/task.ts";

/** Draws the results of guided sampling: page, tables, and the figure of the paper. */
export default defineTask({
  kind: "report/pareto",
  description: "Writes the report of guided sampling: one page, tables and the Pareto figure.",
  params: z.object({
    title: z.string().default("Guided molecule generation").describe(
      "Heading of the page, before the name of the data.",
    ),
    rerun: z.string().default("deno task pipeline qm9-guided")
      .describe("Command that the page names for running it again."),
    gallery: z.number().int().nonnegative().default(12)
      .describe("Novel molecules drawn of each property."),
  }),
  inputs: {
    metrics: {
      description: "Metrics of eval/molecules: files, or folders of them.",
      many: true,
    },
    dataset: { description: "The data set that the models were trained on." },
    samples: {
      description: "Samples of sample/guided, for the sequences shown step by step.",
      many: true,
      optional: true,
    },
    history: { description: "Training logs, one JSON a line.", many: true, optional: true },
    bounds: {
      description: "Bounds of eval/bound on the likelihood of held-out data.",
      many: true,
      optional: true,
    },
  },
  outputs: {
    report: "A folder: report.html, table.{json,csv,md,tex}, pareto.{svg,png}, and headline.svg " +
      "where MDM and ProSeCo were compared at several costs.",
  },
  permissions: { ffi: true, sys: ["hostname", "networkInterfaces", "cpus"] },
  async run({ params, inputs, outputs }) {
    const report = await import("../../src/report/mod.ts");
    const { loadRdkit, withMolecule } = await import("../../src/domains/molecules/rdkit/rdkit.ts");
    const { whyTooLarge } = await import("../../src/domains/molecules/rdkit/molecule_size.ts");
    const rdkit = await loadRdkit();
    const { readBound } = await import("../../src/artifacts/bound.ts");
    const { readPropertyValues } = await import("../../src/artifacts/dataset.ts");
    const { readMoleculeDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readMoleculeMetrics } = await import("../../src/artifacts/metrics.ts");
    const { readMoleculeSamples } = await import("../../src/artifacts/samples.ts");
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const metrics = await readAllCells(inputs.metrics, readMoleculeMetrics);
    const properties = new Set(metrics.map(({ settings }) => settings.property));
    const files = report.buildReport({
      title: params.title,
      rerun: params.rerun,
      galleryCount: params.gallery,
      meta: await readMoleculeDatasetMeta(inputs.dataset),
      metrics,
      propertyValues: new Map(
        await Promise.all(
          Array.from(
            properties,
            async (property) =>
              [property, await readPropertyValues(inputs.dataset, property)] as const,
          ),
        ),
      ),
      histories: await readHistories(inputs.history ?? []),
      bounds: await Promise.all((inputs.bounds ?? []).map(({ path }) => readBound(path))),
      samples: await readAllCells(inputs.samples ?? [], readMoleculeSamples),
      explainInvalid(smiles) {
        const tooLarge = whyTooLarge(smiles);
        if (tooLarge !== undefined) return tooLarge;
        const log = rdkit.set_log_capture("rdApp.*");
        if (log === null) throw new Error("internal: RDKit has no log to capture");
        try {
          withMolecule(rdkit, smiles, () => {});
          return log.get_buffer();
        } finally {
          log.delete();
        }
      },
      drawMolecule: (smiles) =>
        withMolecule(rdkit, smiles, (molecule) => molecule.get_svg(200, 150)),
    });
    await Deno.mkdir(outputs.report, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const path = join(outputs.report, name);
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
  },
});
