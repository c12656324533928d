import { z } from "zod";
import type { MathMetrics } from "../../src/artifacts/answer_metrics.ts";
import { bootstrapSetting } from "../../src/domains/answers/bootstrap_setting.ts";
import type { ExactRule } from "../../src/domains/answers/score_exact.ts";
import { defineTask } from "../../src/pipeline/task.ts";

const RULES = ["whitespace", "digits", "sudoku"] as const satisfies readonly ExactRule[];

/** The `eval/exact` task. */
export default defineTask({
  kind: "eval/exact",
  description: "Compares answers with the right ones, or with the sudokus that they are to solve.",
  params: z.strictObject({
    rule: z.enum(RULES).default("whitespace").describe(
      "whitespace: the same text, however it is spaced; digits: the same digits; sudoku: any digits " +
        "that solve the puzzle of the prompt, whose empty cells are 0.",
    ),
    partial: z.boolean().default(false)
      .describe("Score only the problems that have completions, instead of asking for all."),
    ...bootstrapSetting,
  }),
  grows: ["completions"],
  inputs: {
    completions: {
      description:
        'JSON: {"settings": {"part": "test", …}, "completions": [{"id": "…", "answers": ["…"]}, …]}; a ' +
        "file or a folder of them.",
    },
    problems: {
      description: "A data set of data/prompted, whose part the settings of the completions name.",
    },
  },
  outputs: {
    metrics:
      "Accuracy and every answer as it was compared, as JSON, with all settings; a file or a folder " +
      "of them, as the completions are.",
  },

  async run({ params, inputs, outputs, earlier = [], signal, progress, record }) {
    const { countOf } = await import("../../src/domains/answers/completion_facts.ts");
    const { judgeCells } = await import("../../src/domains/answers/judge_cells.ts");
    const { meanOf } = await import("../../src/statistics/estimates.ts");
    const { problemsOf } = await import("../../src/domains/answers/problems_of.ts");
    const { scoreExact } = await import("../../src/domains/answers/score_exact.ts");

    const all = await judgeCells<MathMetrics>(
      inputs.completions,
      outputs.metrics,
      async (given) => {
        const { name, problems } = await problemsOf(inputs.problems, given, "exact");
        const options = { name, count: countOf(given), ...params };
        const scores = scoreExact(problems, given.completions, options);
        return { settings: { dataset: name, ...params }, ...scores };
      },
      { earlier, signal, onProgress: progress },
    );
    record({
      accuracy: meanOf(all.map(({ accuracy }) => accuracy)),
      empty: meanOf(all.map(({ empty }) => empty)),
      ...(all.length > 1 && { settings: all.length }),
    });
  },
});
