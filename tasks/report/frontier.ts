import { z } from "zod";
import { join } from "node:path";
import { defineTask } from "../../src/pipeline/task.ts";

/** Draws the results of answering problems: page, tables, and the figures of the paper. */
export default defineTask({
  kind: "report/frontier",
  description: "Writes the report of answers to problems: accuracy against network evaluations.",
  params: z.strictObject({
    title: z.string().default("Answers to problems").describe("Heading of the page."),
    rerun: z.string().default("deno task pipeline code")
      .describe("Command that the page names for running it again."),
    networks: z.record(z.string(), z.string()).default({}).describe(
      "For tasks whose metrics are gathered what their network is called, such as Base; others are " +
        "called by their training: Vanilla SFT, ProSeCo SFT, AR.",
    ),
  }),
  inputs: {
    metrics: {
      description: "Metrics of eval/code, eval/math or eval/exact: files, or folders of them.",
      many: true,
    },
    completions: {
      description: "Answers of sample/prompted, for those that are shown and their steps.",
      many: true,
      optional: true,
    },
    dataset: { description: "The prompted data set that the problems are of." },
    history: { description: "Training logs, one JSON a line.", many: true, optional: true },
  },
  outputs: {
    report:
      "A folder: report.html, frontier.{csv,json,svg,png}, budgets.csv, steps.csv, and scores.json, " +
      "which deno task tables reads when published.",
  },
  permissions: { ffi: true, sys: ["hostname", "networkInterfaces", "cpus"] },
  async run({ params, inputs, outputs }) {
    const { buildFrontier } = await import("../../src/report/mod.ts");
    const { readAnswerMetrics } = await import("../../src/artifacts/answer_metrics.ts");
    const { readDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");
    const { readCompletions } = await import("../../src/artifacts/completions.ts");
    const { PROBLEM_PARTS, readProblems } = await import("../../src/artifacts/problems.ts");
    const { readHistories } = await import("../../src/artifacts/history.ts");
    const { readAllCells } = await import("../../src/artifacts/cell_files.ts");
    const metrics = await readAllCells(inputs.metrics, async (file, instance) => {
      const [task = instance] = instance.split("[");
      return {
        ...{ instance, network: params.networks[task] },
        metrics: await readAnswerMetrics(file),
      };
    });
    const completions = await readAllCells(inputs.completions ?? [], readCompletions);
    const parts = PROBLEM_PARTS.filter((part) =>
      completions.length > 0 && metrics.some(({ metrics }) => metrics.settings.part === part)
    );
    const problems = await Promise.all(parts.map((part) => readProblems(inputs.dataset, part)));
    const files = buildFrontier({
      ...{ title: params.title, rerun: params.rerun },
      meta: await readDatasetMeta(inputs.dataset),
      metrics,
      completions,
      problems: new Map(
        problems.flatMap(({ problems }) => problems.map((problem) => [problem.id, problem])),
      ),
      histories: await readHistories(inputs.history ?? []),
    });
    await Deno.mkdir(outputs.report);
    for (const [name, content] of Object.entries(files)) {
      const path = join(outputs.report, name);
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
  },
});
