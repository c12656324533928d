import { z } from "zod";
import { join } from "node:path";
import { defineTask } from "../../src/pipeline/task.ts";

/** Collects the scores of answers for the paper's Table 1. */
export default defineTask({
  kind: "report/scores",
  description: "Collects metrics of eval/code and eval/math for deno task tables, over seeds.",
  params: z.strictObject({
    model: z.strictObject({
      name: z.string().describe("The network, in a few words."),
      parameters: z.int().positive().describe("Its number of parameters."),
    }).describe("The network that answered."),
    methods: z.record(z.string(), z.string()).describe(
      "For each task whose metrics are gathered the row of the table, such as ProSeCo SFT.",
    ),
  }),
  inputs: {
    metrics: { description: "Metrics of eval/code and eval/math, one file a seed.", many: true },
  },
  outputs: { scores: "A folder with scores.json, which deno task tables reads when published." },
  async run({ params, inputs, outputs }) {
    const { readAnswerMetrics } = await import("../../src/artifacts/answer_metrics.ts");
    const { SCORES_FILE, writeScores } = await import("../../src/artifacts/scores.ts");
    const { collectScores } = await import("../../src/report/mod.ts");
    const metrics = await Promise.all(inputs.metrics.map(async ({ instance, path }) => {
      const [task = instance] = instance.split("[");
      const method = params.methods[task];
      if (method === undefined) {
        throw new RangeError(
          `Cannot collect the scores of "${instance}": methods names no row for "${task}"`,
        );
      }
      return { method, metrics: await readAnswerMetrics(path) };
    }));
    await Deno.mkdir(outputs.scores);
    await writeScores(join(outputs.scores, SCORES_FILE), collectScores(metrics, params.model));
  },
});
