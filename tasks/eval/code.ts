import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

const DATASETS = ["mbpp", "mbpp-sanitized", "humaneval"] as const;

const params = z.strictObject({
  dataset: z.enum(DATASETS).describe("The problems that the completions answer."),
  split: z.enum(["test", "all"]).default("test")
    .describe("test: of MBPP the task ids 11 to 510; HumanEval is a test set as a whole."),
  k: z.array(z.int().positive()).min(1).default([1]).describe("pass@k is estimated for each k."),
  isolation: z.enum(["fresh", "shared"]).default("fresh")
    .describe("fresh: an interpreter for each program; shared: faster, for scores on the way."),
  timeout: z.number().positive().max(3600).default(10).describe("Seconds that a program may take."),
  memory: z.int().min(32).max(4096).default(512).describe("MiB of memory that a program may have."),
  partial: z.boolean().default(false)
    .describe("Score only the problems that have completions, instead of asking for all."),
});

/** The `eval/code` task. */
export default defineTask({
  kind: "eval/code",
  description: "Runs completions of programming problems in a sandbox and estimates pass@k.",
  params,
  inputs: {
    completions: {
      description:
        'JSON: {"completions": [{"id": "MBPP/11", "answers": ["…"]}, …]} and the settings they were ' +
        "sampled with. An answer is what the model wrote, code block and all.",
    },
  },
  outputs: { metrics: "pass@k and every program's verdict, as JSON, with all settings." },
  resources: { cpus: "all" },

  async environment({ dataset }) {
    const { locateProjectDataset } = await import("../../src/dataset/mod.ts");
    const { PYTHON_RUNTIME } = await import("../../src/sandbox/runtime.ts");
    const { location } = await locateProjectDataset(dataset);
    return {
      python: PYTHON_RUNTIME,
      source: location.kind === "none" ? null : location.sha256,
    };
  },

  async run({ params, inputs, outputs, cpus, signal, progress, log, record }) {
    const { locateProjectDataset, readText } = await import("../../src/dataset/mod.ts");
    const { startPythonSandbox } = await import("../../src/sandbox/mod.ts");
    const { PYTHON_RUNTIME } = await import("../../src/sandbox/runtime.ts");
    const { readCodeProblems, readCompletions, scorePrograms } = await import("./score_code.ts");

    const { descriptor, location } = await locateProjectDataset(params.dataset);
    if (location.kind === "none") {
      throw new Error(`Cannot find the data set "${params.dataset}": ${location.reason}`);
    }
    log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
    const problems = readCodeProblems(await readText(location.path), params);
    const { completions, ...settings } = readCompletions(
      await Deno.readTextFile(inputs.completions),
    );
    const { dataset, isolation, memory, partial, k } = params;

    const started = performance.now();
    await using sandbox = await startPythonSandbox({
      isolation,
      memory,
      workers: cpus,
      timeout: Math.round(params.timeout * 1000),
    });
    const scores = await scorePrograms(problems, completions, {
      dataset,
      k,
      partial,
      run: (program) => {
        signal.throwIfAborted();
        return sandbox.run(program);
      },
      onProgress: (done, total) => progress({ done, total, unit: "programs" }),
    });
    const metrics = { ...settings, ...params, python: PYTHON_RUNTIME, ...scores };
    await Deno.writeTextFile(outputs.metrics, JSON.stringify(metrics, null, 2) + "\n");
    record({
      source: { kind: location.kind, sha256: location.sha256 },
      passAt: scores.passAt,
      verdicts: scores.verdicts,
      seconds: (performance.now() - started) / 1000,
    });
  },
});
