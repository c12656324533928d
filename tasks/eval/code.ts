import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

const DESCRIPTORS = {
  "mbpp": new URL("../../data/mbpp.json", import.meta.url),
  "mbpp-sanitized": new URL("../../data/mbpp-sanitized.json", import.meta.url),
  "humaneval": new URL("../../data/humaneval.json", import.meta.url),
};

const DATASETS = ["mbpp", "mbpp-sanitized", "humaneval"] as const;

const params = z.strictObject({
  dataset: z.enum(DATASETS).describe("The problems that the completions answer."),
  split: z.enum(["test", "all"]).default("test")
    .describe("test: of MBPP the task ids 11 to 510; HumanEval is a test set as a whole."),
  k: z.array(z.int().positive()).min(1).default([1]).describe("pass@k is estimated for each k."),
  isolation: z.enum(["fresh", "shared", "bubblewrap"]).default("fresh").describe(
    "fresh: an interpreter for each program; shared: faster, for scores on the way; both have Python's " +
      "standard library alone, 32 bits and no threads. bubblewrap: the system's own Python, where " +
      "bubblewrap is installed, whose verdict a program can forge.",
  ),
  timeout: z.number().positive().max(3600).default(10).describe("Seconds that a program may take."),
  memory: z.int().min(32).max(4096).default(512).describe("MiB of memory that a program may have."),
  partial: z.boolean().default(false)
    .describe("Score only the problems that have completions, instead of asking for all."),
});

/** What runs the programs; part of every score. */
async function runtimeOf({ isolation }: z.infer<typeof params>): Promise<string | undefined> {
  if (isolation === "bubblewrap") {
    const { bubblewrapRuntime } = await import("../../src/domains/sandbox/bubblewrap.ts");
    return await bubblewrapRuntime();
  }
  const { PYTHON_RUNTIME } = await import("../../src/domains/sandbox/runtime.ts");
  return PYTHON_RUNTIME;
}

/** The `eval/code` task. */
export default defineTask({
  kind: "eval/code",
  description: "Runs completions of programming problems in a sandbox and estimates pass@k.",
  params,
  inputs: {
    completions: {
      description:
        'JSON: {"settings": {"seed": 1, …}, "completions": [{"id": "MBPP/11", "answers": ["…"]}, …]}; ' +
        "settings are what they were sampled with. An answer is what the model wrote, code block and all.",
    },
  },
  outputs: { metrics: "pass@k and every program's verdict, as JSON, with all settings." },
  resources: { cpus: "all" },
  permissions: {
    net: true,
    cache: true,
    run: ["deno", "/bin/sh", "bwrap", "setpriv"],
    sys: ["uid"],
  },

  async environment(params) {
    const { locateProjectDataset } = await import("../../src/domains/datasets/mod.ts");
    const { location } = await locateProjectDataset(DESCRIPTORS[params.dataset]);
    return {
      python: await runtimeOf(params) ?? null,
      source: location.kind === "none" ? null : location.sha256,
    };
  },

  async run({ params, inputs, outputs, cpus, signal, progress, log, record }) {
    const { locateProjectDataset, readText } = await import("../../src/domains/datasets/mod.ts");
    const { startBubblewrapSandbox, startPythonSandbox } = await import(
      "../../src/domains/sandbox/mod.ts"
    );
    const { readCodeProblems, scorePrograms } = await import(
      "../../src/domains/code/score_code.ts"
    );
    const { readCompletions } = await import("../../src/artifacts/completions.ts");
    const { writeAnswerMetrics } = await import("../../src/artifacts/answer_metrics.ts");

    const { descriptor, location } = await locateProjectDataset(DESCRIPTORS[params.dataset]);
    if (location.kind === "none") {
      throw new Error(`Cannot find the data set "${params.dataset}": ${location.reason}`);
    }
    log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
    const problems = readCodeProblems(await readText(location.path), params);
    const { completions, settings } = await readCompletions(inputs.completions);
    const { dataset, isolation, memory, partial, k } = params;

    const python = await runtimeOf(params);
    if (python === undefined) {
      throw new Error(
        'Cannot run programs with "isolation: bubblewrap": bubblewrap is not installed or may not ' +
          'make namespaces here; install it or set "isolation: fresh"',
      );
    }
    log(`PYTHON: ${python}`);

    const started = performance.now();
    const limits = { memory, workers: cpus, timeout: Math.round(params.timeout * 1000) };
    await using sandbox = isolation === "bubblewrap"
      ? startBubblewrapSandbox(limits)
      : await startPythonSandbox({ isolation, ...limits });
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
    await writeAnswerMetrics(outputs.metrics, {
      settings: { ...settings, ...params },
      python,
      ...scores,
    });
    record({
      source: { kind: location.kind, sha256: location.sha256 },
      passAt: scores.passAt,
      verdicts: scores.verdicts,
      seconds: (performance.now() - started) / 1000,
    });
  },
});
