import { z } from "zod";
import type { MathRule } from "../../src/domains/math/score_math.ts";
import { defineTask, type JsonValue } from "../../src/pipeline/task.ts";

const GSM8K = new URL("../../data/gsm8k.json", import.meta.url);

const RULES = ["value", "minerva"] as const satisfies readonly MathRule[];

const params = z.strictObject({
  dataset: z.enum(["gsm8k", "math"]).describe(
    "gsm8k: the test set, read from its data set; math: the completions file holds the references.",
  ),
  rule: z.enum(RULES).default("value")
    .describe(
      "math: value compares what answers say, minerva as the paper's harness does, faults included.",
    ),
  flexible: z.boolean().default(false)
    .describe("gsm8k: count the last number of an answer that has no ####."),
  partial: z.boolean().default(false)
    .describe("gsm8k: score only the problems that have completions, instead of asking for all."),
});

/** The `eval/math` task. */
export default defineTask({
  kind: "eval/math",
  description: "Reads the answers out of solutions of mathematical problems and scores them.",
  params,
  inputs: {
    completions: {
      description:
        'JSON: {"settings": {"seed": 1, …}, "completions": [{"id": "GSM8K/0", "answers": ["…"]}, …]}, ' +
        'with a "reference" solution or answer for each problem of MATH.',
    },
  },
  outputs: { metrics: "Accuracy and every answer's value, as JSON, with all settings." },
  permissions: { net: true, cache: true },

  async environment({ dataset }): Promise<Record<string, JsonValue>> {
    if (dataset === "math") return {};
    const { locateProjectDataset } = await import("../../src/domains/datasets/mod.ts");
    const { location } = await locateProjectDataset(GSM8K);
    return { source: location.kind === "none" ? null : location.sha256 };
  },

  async run({ params, inputs, outputs, log, record }) {
    const { locateProjectDataset, readText } = await import("../../src/domains/datasets/mod.ts");
    const { readCompletions } = await import("../../src/artifacts/completions.ts");
    const { writeAnswerMetrics } = await import("../../src/artifacts/answer_metrics.ts");
    const { scoreGsm8k, scoreMath } = await import(
      "../../src/domains/math/score_math.ts"
    );
    const { parseGsm8k } = await import("../../src/domains/math/gsm8k.ts");

    const { completions, settings } = await readCompletions(inputs.completions);
    let scores;
    if (params.dataset === "gsm8k") {
      const { descriptor, location } = await locateProjectDataset(GSM8K);
      if (location.kind === "none") {
        throw new Error(`Cannot find the data set "gsm8k": ${location.reason}`);
      }
      log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
      record({ source: { kind: location.kind, sha256: location.sha256 } });
      scores = scoreGsm8k(parseGsm8k(await readText(location.path)), completions, params);
    } else {
      scores = scoreMath(completions, params);
    }
    await writeAnswerMetrics(outputs.metrics, { settings: { ...settings, ...params }, ...scores });
    record({
      accuracy: scores.accuracy,
      answered: scores.answered,
      unanswered: 1 - scores.answered,
    });
  },
});
