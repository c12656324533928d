import { z } from "zod";
import type { MathMetrics } from "../../src/artifacts/answer_metrics.ts";
import { bootstrapSetting } from "../../src/domains/answers/bootstrap_setting.ts";
import type { Extraction, MathRule } from "../../src/domains/math/score_math.ts";
import { defineTask, type JsonValue } from "../../src/pipeline/task.ts";

const GSM8K = new URL("../../data/gsm8k.json", import.meta.url);

const RULES = ["value", "minerva"] as const satisfies readonly MathRule[];
const EXTRACT = ["strict", "flexible"] as const satisfies readonly Extraction[];

const params = z.strictObject({
  dataset: z.enum(["gsm8k", "math"]).optional().describe(
    "gsm8k: the test set, read from its data set; math: the completions hold the references. To be " +
      "left out where the input problems is given.",
  ),
  rule: z.enum(RULES).default("value").describe(
    "math: value compares what answers say, minerva as the paper's harness does, faults included.",
  ),
  extract: z.enum(EXTRACT).default("strict").describe(
    "gsm8k: strict reads the number after ####, flexible the last number, as the paper's harness " +
      "does, faults included.",
  ),
  partial: z.boolean().default(false)
    .describe("Score only the problems that have completions, instead of asking for all."),
  ...bootstrapSetting,
});

/** The `eval/math` task. */
export default defineTask({
  kind: "eval/math",
  description: "Reads the answers out of solutions of mathematical problems and scores them.",
  params,
  renamed: { flexible: "extract" },
  grows: ["completions"],
  inputs: {
    completions: {
      description:
        'JSON: {"settings": {"seed": 1, …}, "completions": [{"id": "GSM8K/0", "answers": ["…"]}, …]}, ' +
        'with a "reference" solution or answer for each problem of MATH; a file or a folder of them.',
    },
    problems: {
      description: "A data set of data/prompted, whose part the settings of the completions name.",
      optional: true,
    },
  },
  outputs: {
    metrics:
      "Accuracy and every answer's value, as JSON, with all settings; a file or a folder of them, " +
      "as the completions are.",
  },
  permissions: { net: true, cache: true },

  async environment({ dataset }): Promise<Record<string, JsonValue>> {
    if (dataset !== "gsm8k") return {};
    const { locateProjectDataset } = await import("../../src/domains/datasets/mod.ts");
    const { location } = await locateProjectDataset(GSM8K);
    return { source: location.kind === "none" ? null : location.sha256 };
  },

  async run({ params, inputs, outputs, earlier = [], signal, progress, log, record }) {
    const { judgeCells } = await import("../../src/domains/answers/judge_cells.ts");
    const { meanOf } = await import("../../src/statistics/estimates.ts");
    const { countOf } = await import("../../src/domains/answers/completion_facts.ts");
    const { checkSource, problemsOf } = await import("../../src/domains/answers/problems_of.ts");
    const { locateProjectDataset, readText } = await import("../../src/domains/datasets/mod.ts");
    const { gsm8kSolutions } = await import("../../src/domains/math/gsm8k.ts");
    const { kindOf, referencesOf, scoreGsm8k, scoreMath } = await import(
      "../../src/domains/math/score_math.ts"
    );

    const { dataset, ...rules } = params;
    checkSource(dataset, inputs.problems);
    const readGsm8k = async () => {
      const { descriptor, location } = await locateProjectDataset(GSM8K);
      if (location.kind === "none") {
        throw new Error(`Cannot find the data set "gsm8k": ${location.reason}`);
      }
      log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
      record({ source: { kind: location.kind, sha256: location.sha256 } });
      return gsm8kSolutions(await readText(location.path));
    };
    const gsm8k = dataset === "gsm8k" ? await readGsm8k() : undefined;
    const all = await judgeCells<MathMetrics>(
      inputs.completions,
      outputs.metrics,
      async (given) => {
        const { name, problems } = inputs.problems === undefined
          ? { name: dataset!, problems: gsm8k ?? referencesOf(given.completions) }
          : await problemsOf(inputs.problems, given, "math");
        const score = (dataset ?? kindOf(problems)) === "gsm8k" ? scoreGsm8k : scoreMath;
        const options = { name, count: countOf(given), ...rules };
        return {
          settings: { dataset: name, ...rules },
          ...score(problems, given.completions, options),
        };
      },
      { earlier, signal, onProgress: progress },
    );
    const answered = meanOf(all.map(({ answered }) => answered));
    record({
      accuracy: meanOf(all.map(({ accuracy }) => accuracy)),
      ...{ answered, unanswered: 1 - answered, empty: meanOf(all.map(({ empty }) => empty)) },
      ...(all.length > 1 && { settings: all.length }),
    });
  },
});
