import { join } from "node:path";
import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

const names = z.array(z.string().min(1));

const values = z.record(z.string(), z.json());

const trial = z.object({
  task: z.string(),
  trial: z.int(),
  coordinates: values,
  values,
  metric: z.string(),
  figure: z.number().nullable(),
  isDone: z.boolean(),
});

/** The `report/table` task. */
export default defineTask({
  kind: "report/table",
  description: "Writes any figures as a table: page, CSV and Markdown, means over seeds.",
  params: z.strictObject({
    title: z.string().default("Figures").describe("Heading of the page."),
    by: names.optional().describe(
      "What tells rows apart: axes of the instances, task, or paths in the files, of settings " +
        "without that word; coordinates that vary if left out.",
    ),
    over: names.default(["seed"]).describe("What is averaged over."),
    figures: names.min(1).optional().describe("Paths of the numbers to show; all if left out."),
    trials: z.array(trial).default([]).describe(
      "What a search tried, with lines over parallel axes: ${search.NAME}.",
    ),
  }),
  inputs: {
    metrics: {
      description:
        "Files of metrics or folders of them: JSON, of a list or of lines the last entry.",
      many: true,
      optional: true,
    },
  },
  outputs: { report: "A folder: report.html, table.csv, table.md; of a search trials.csv." },

  async run({ params, inputs, outputs }) {
    const { readAnyMetrics } = await import("../../src/artifacts/figures/any_metrics.ts");
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    // Not by the room's door, behind which are figures and their native library.
    const { buildMetricsReport } = await import(
      "../../src/report/metrics/build_metrics_report.ts"
    );
    const rows = await readAllCells(inputs.metrics ?? [], readAnyMetrics);
    await Deno.mkdir(outputs.report);
    const files = buildMetricsReport({ ...params, rows });
    for (const [name, content] of Object.entries(files)) {
      await Deno.writeTextFile(join(outputs.report, name), content);
    }
  },
});
