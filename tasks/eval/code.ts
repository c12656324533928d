import { z } from "zod";
import { bootstrapSetting } from "../../src/domains/answers/bootstrap_setting.ts";
import type { CodeMetrics } from "../../src/artifacts/answer_metrics.ts";
import type { Completions } from "../../src/artifacts/completions.ts";
import { defineTask, type JsonValue } from "../../src/pipeline/task.ts";

const DESCRIPTORS = {
  "mbpp": new URL("../../data/mbpp.json", import.meta.url),
  "mbpp-sanitized": new URL("../../data/mbpp-sanitized.json", import.meta.url),
  "humaneval": new URL("../../data/humaneval.json", import.meta.url),
};

const DATASETS = ["mbpp", "mbpp-sanitized", "humaneval"] as const;

const params = z.strictObject({
  dataset: z.enum(DATASETS).optional().describe(
    "The problems that the completions answer; to be left out where the input problems is given.",
  ),
  split: z.enum(["test", "all"]).default("test")
    .describe("test: of MBPP the task ids 11 to 510; without effect on other problems."),
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
  ...bootstrapSetting,
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
  grows: ["completions"],
  inputs: {
    completions: {
      description:
        'JSON: {"settings": {"seed": 1, …}, "completions": [{"id": "MBPP/11", "answers": ["…"]}, …]}; ' +
        "settings are what they were sampled with. An answer is what the model wrote, code block and all. " +
        "A file or a folder of them.",
    },
    problems: {
      description: "A data set of data/prompted, whose part the settings of the completions name.",
      optional: true,
    },
  },
  outputs: {
    metrics:
      "pass@k and every program's verdict, as JSON, with all settings; a file or a folder of them, " +
      "as the completions are.",
  },
  resources: { cpus: "all" },
  permissions: {
    net: true,
    cache: true,
    run: ["deno", "/bin/sh", "bwrap", "setpriv"],
    sys: ["uid"],
  },

  async environment(params): Promise<Record<string, JsonValue>> {
    const python = await runtimeOf(params) ?? null;
    if (params.dataset === undefined) return { python };
    const { locateProjectDataset } = await import("../../src/domains/datasets/mod.ts");
    const { location } = await locateProjectDataset(DESCRIPTORS[params.dataset]);
    return { python, source: location.kind === "none" ? null : location.sha256 };
  },

  async run({ params, inputs, outputs, earlier = [], cpus, signal, progress, log, record }) {
    const { locateProjectDataset, readText } = await import("../../src/domains/datasets/mod.ts");
    const { oncePerProgram, startBubblewrapSandbox, startPythonSandbox } = await import(
      "../../src/domains/sandbox/mod.ts"
    );
    const { promptedCodeProblems, readCodeProblems, scorePrograms } = await import(
      "../../src/domains/code/score_code.ts"
    );
    const { cellFiles } = await import("../../src/artifacts/cell_files.ts");
    const { countOf } = await import("../../src/domains/answers/completion_facts.ts");
    const { judgeCells } = await import("../../src/domains/answers/judge_cells.ts");
    const { meanOf } = await import("../../src/statistics/estimates.ts");
    const { checkSource, problemsOf } = await import("../../src/domains/answers/problems_of.ts");

    const { dataset, split, isolation, ...rest } = params;
    const { memory, partial, k, bootstrap } = rest;
    checkSource(dataset, inputs.problems);
    const readDataset = async (dataset: typeof DATASETS[number]) => {
      const { descriptor, location } = await locateProjectDataset(DESCRIPTORS[dataset]);
      if (location.kind === "none") {
        throw new Error(`Cannot find the data set "${dataset}": ${location.reason}`);
      }
      log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
      record({ source: { kind: location.kind, sha256: location.sha256 } });
      return readCodeProblems(await readText(location.path), { dataset, split });
    };
    const known = dataset && { name: dataset, problems: await readDataset(dataset) };

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
    const run = oncePerProgram(async (program) => {
      signal.throwIfAborted();
      return await sandbox.run(program);
    });
    const isOne = (await cellFiles(inputs.completions)).length === 1;
    const all = await judgeCells<CodeMetrics>(
      inputs.completions,
      outputs.metrics,
      async (given) => {
        const { name, problems } = known ?? await promptedProblems(inputs.problems!, given);
        const scores = await scorePrograms(problems, given.completions, {
          ...{ name, count: countOf(given), partial, k, bootstrap, run },
          onProgress: (done, total) => isOne && progress({ done, total, unit: "programs" }),
        });
        return {
          settings: { ...(known && { split }), isolation, ...rest, dataset: name },
          python,
          ...scores,
        };
      },
      { earlier, signal, onProgress: (files) => isOne || progress(files) },
    );

    const [first] = all;
    record({
      passAt: Object.fromEntries(k.map((k) => [k, meanOf(all.map(({ passAt }) => passAt[k]!))])),
      empty: meanOf(all.map(({ empty }) => empty)),
      ...(isOne ? { verdicts: first!.verdicts } : { settings: all.length }),
      seconds: (performance.now() - started) / 1000,
    });

    async function promptedProblems(folder: string, given: Completions) {
      const problems = await problemsOf(folder, given, "code");
      return { name: problems.name, problems: promptedCodeProblems(problems) };
    }
  },
});
