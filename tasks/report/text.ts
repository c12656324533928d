import { join } from "node:path";
import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

/** Draws what sampled texts are worth: page, table and figure. */
export default defineTask({
  kind: "report/text",
  description: "Writes the report of sampled texts: figures by method and steps, judge by judge.",
  params: z.strictObject({
    title: z.string().default("Text generation").describe("Heading of the page."),
    rerun: z.string().default("deno task pipeline text")
      .describe("Command that the page names for running it again."),
    networks: z.record(z.string(), z.string()).default({}).describe(
      "For tasks whose metrics are gathered what their network is called, where a sampler draws from " +
        "several.",
    ),
  }),
  inputs: {
    metrics: { description: "Metrics of eval/text: files, or folders of them.", many: true },
    samples: {
      description: "Texts of sample/text, for those that are shown step by step.",
      many: true,
      optional: true,
    },
    history: { description: "Training logs, one JSON a line.", many: true, optional: true },
    bounds: {
      description: "Bounds of eval/bound on the likelihood of held-out texts.",
      many: true,
      optional: true,
    },
  },
  outputs: { report: "A folder: report.html, table.csv, texts.{svg,png}, scores.json." },
  permissions: { ffi: true, sys: ["hostname", "networkInterfaces", "cpus"] },
  async run({ params, inputs, outputs }) {
    const { buildTextReport } = await import("../../src/report/mod.ts");
    const { readTextMetrics } = await import("../../src/artifacts/text/text_metrics.ts");
    const { readBound } = await import("../../src/artifacts/bound.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readTextSamples } = await import("../../src/artifacts/samples.ts");
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const { judgeLine } = await import("../../src/judging/judge_line.ts");
    const metrics = await readAllCells(inputs.metrics, async (file, instance) => {
      const [task = instance] = instance.split("[");
      return { network: params.networks[task], metrics: await readTextMetrics(file) };
    });
    const files = buildTextReport({
      ...{ title: params.title, rerun: params.rerun, metrics },
      samples: await readAllCells(inputs.samples ?? [], readTextSamples),
      histories: await readHistories(inputs.history ?? []),
      bounds: await Promise.all((inputs.bounds ?? []).map(({ path }) => readBound(path))),
      judgeLine: ({ judges }) => judgeLine(judges),
    });
    await Deno.mkdir(outputs.report, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const path = join(outputs.report, name);
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
  },
});
