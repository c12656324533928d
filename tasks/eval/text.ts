import { basename, join } from "node:path";
import { z } from "zod";
import type { TextFigures } from "../../src/artifacts/text/text_metrics.ts";
import { defineTask, type GatheredInput } from "../../src/pipeline/task.ts";
import {
  chosenEngine,
  ENGINE_CHOICES,
  ENGINE_HELP,
  engineFacts,
} from "../../src/tensor/engines/choose_engine.ts";
import { DEFAULT_ENGINE } from "../../src/tensor/engines/engines.ts";

/** The `eval/text` task. */
export default defineTask({
  kind: "eval/text",
  description:
    "Judges sampled texts: likelihood by a network and by runs of characters, MAUVE, repetition, copies.",
  params: z.strictObject({
    references: z.int().min(1).default(1000)
      .describe("Most held-out texts that stand for real ones, as many as there are."),
    order: z.int().min(1).max(16).default(7)
      .describe("Longest run of characters that the judge of characters knows."),
    leastCopy: z.int().min(1).default(32)
      .describe("Characters from which on a passage of the training data counts as copied."),
    examples: z.int().nonnegative().default(8).describe("Texts of each set that the metrics hold."),
    grammar: z.boolean().default(false).describe(
      "Whether faults of English grammar and spelling are counted, by Harper; a tenth of a second a text.",
    ),
    seed: z.int().nonnegative().default(0).describe("Where the clusters of MAUVE start."),
    engine: z.enum(ENGINE_CHOICES).default(DEFAULT_ENGINE).describe(ENGINE_HELP),
  }),
  grows: ["samples"],
  inputs: {
    samples: {
      description: "Sampled texts and their settings: files, or folders of them.",
      many: true,
    },
    dataset: { description: "The data set that the models were trained on." },
    judgeData: {
      description: "The judge's own part of the corpus, which no model was trained on: data/text.",
    },
    judge: {
      description: "A network: a checkpoint of train/ar on the judge's part, or a GPT-2's folder.",
      optional: true,
    },
  },
  outputs: {
    metrics:
      "A folder with a file for each of samples: who judged, the figures of the texts and those of " +
      "real ones, and some texts (JSON).",
  },
  resources: { cpus: "all" },
  permissions: { ffi: true },
  environment: ({ engine }) => engineFacts(engine),

  async run(
    { params, environment, inputs, outputs, earlier = [], cpus, signal, progress, log, record },
  ) {
    const { readTextJudges } = await import("../../src/judging/read_text_judges.ts");
    const { judgeLine } = await import("../../src/judging/judge_line.ts");
    const { readTextSamples } = await import("../../src/artifacts/samples.ts");
    const { readTextMetrics, writeTextMetrics } = await import(
      "../../src/artifacts/text/text_metrics.ts"
    );
    const { copyJudged } = await import("../../src/artifacts/judged/copy_judged.ts");
    const { cellFiles } = await import("../../src/artifacts/cell_files.ts");
    const engine = await chosenEngine(params.engine, environment), { examples } = params;
    await using judges = await readTextJudges(inputs, { ...params, engine, threads: cpus, signal });
    const line = judgeLine(judges.names);
    log(line);
    const filesOf = async (samples: readonly GatheredInput[], folder: string) =>
      (await Promise.all(
        samples.map(async ({ instance, path }) =>
          (await cellFiles(path)).map((file) => ({
            input: file,
            output: join(
              folder,
              file === path ? `${instance}.json` : `${instance},${basename(file)}`,
            ),
          }))
        ),
      )).flat();
    const files = await filesOf(inputs.samples, outputs.metrics);
    const judged = await Promise.all(
      earlier.map(({ inputs, outputs }) =>
        filesOf(inputs.samples as readonly GatheredInput[], outputs.metrics)
      ),
    );
    await Deno.mkdir(outputs.metrics);
    const results: TextFigures[] = [];
    const judge = async (input: string, output: string) => {
      const { texts, entropies, entropy: _, labels, trajectory: __, ...origin } =
        await readTextSamples(input);
      const figures = await judges.judge({ texts, entropies, labels });
      await writeTextMetrics(output, {
        judges: judges.names,
        ...{ ...origin, n: texts.length, figures, reference: judges.reference },
        ...{ copies: judges.copies, examples: texts.slice(0, examples) },
      });
      return figures;
    };
    const judgeOrCopy = copyJudged(
      judged.flat(),
      judge,
      async (output) => (await readTextMetrics(output)).figures,
    );
    for (const { input, output } of files) {
      signal.throwIfAborted();
      results.push(await judgeOrCopy(input, output));
      progress({ done: results.length, total: files.length, unit: "settings" });
    }
    const [first] = results;
    record({
      judge: line,
      settings: results.length,
      ...(results.length === 1 && Object.fromEntries(
        Object.entries(first!).map(([name, { value }]) => [name, value]),
      )),
    });
  },
});
