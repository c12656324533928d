import { deepStrictEqual as assertEquals, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { z } from "zod";
import { writePart } from "../src/artifacts/dataset.ts";
import { writeDatasetMeta } from "../src/artifacts/dataset_meta.ts";
import { readCheckpoint } from "../src/model/checkpoint.ts";
import type { Parameters } from "../src/model/parameters.ts";
import { mpiTestOptions } from "../src/parallel/testing/mpi_test_options.ts";
import type { TaskDefinition } from "../src/pipeline/task.ts";
import { randomKey, RandomStream } from "../src/random/mod.ts";
import mdm from "../tasks/train/mdm.ts";
import proseco from "../tasks/train/proseco.ts";
import { moleculeMeta } from "./dataset_fixture.ts";

const { ignore, note } = mpiTestOptions();

const LENGTH = 8;

const PARAMS = {
  ...{ hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8, learningRate: 0.01, warmupSteps: 2 },
  ...{ steps: 6, batchSize: 8, logEvery: 2, validateEvery: 4, validationBatches: 2 },
  ...{ dropout: 0.1, labelDropout: 0.2, property: "ring_count", seed: 3 },
};

/** Gives `use` a folder with a data set, and removes it. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "processes-" }), dataset = join(folder, "data");
  try {
    await Deno.mkdir(dataset);
    const stream = new RandomStream(randomKey(5)), meta = moleculeMeta(LENGTH);
    for (const [part, n] of [["train", 40], ["test", 16]] as const) {
      const draw = (size: number, below: number) =>
        Uint8Array.from({ length: size }, () => stream.integer(below));
      const labels = draw(n, 2), values = new Float32Array(n);
      await writePart(dataset, part, LENGTH, {
        tokens: draw(n * LENGTH, 6),
        properties: new Map([["ring_count", { values, labels }]]),
      });
    }
    await writeDatasetMeta(dataset, {
      ...meta,
      properties: { ring_count: { threshold: 0, positive: { train: 0, test: 0 } } },
    } as never);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Run {
  readonly task?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly name?: string;
  /** Hears of each step. */
  readonly onStep?: (step: number, stop: AbortController, scratch: string) => void;
}

/** Runs a training task in a folder, and gives what it writes. */
async function trained(
  folder: string,
  { task = mdm, params = {}, name = crypto.randomUUID(), onStep }: Run = {},
) {
  const { run, params: schema } = task as TaskDefinition;
  const place = join(folder, name), scratch = join(place, "scratch"), lines: string[] = [];
  await Deno.mkdir(scratch, { recursive: true });
  const outputs = Object.fromEntries(
    ["model", "history", "checkpoints", "log"].map((output) => [output, join(place, output)]),
  );
  const stop = new AbortController();
  await run({
    params: (schema as unknown as z.ZodType).parse({ ...PARAMS, ...params }) as never,
    ...{ inputs: { dataset: join(folder, "data") }, outputs, scratch, cpus: 2 },
    signal: stop.signal,
    progress: ({ done }) => onStep?.(done, stop, scratch),
    log: (line) => lines.push(line),
    record() {},
  });
  const { parameters } = await readCheckpoint(outputs.model!);
  const text = await Deno.readTextFile(outputs.history!);
  const history = text.trim().split("\n").map((line) => JSON.parse(line));
  return { parameters, history, lines };
}

function largestDifference(a: Parameters, b: Parameters): number {
  let worst = 0;
  for (const [name, { data }] of Object.entries(a)) {
    data.forEach((x, i) => worst = Math.max(worst, Math.abs(x - b[name]!.data[i]!)));
  }
  return worst;
}

for (const [name, task] of Object.entries({ mdm, proseco })) {
  Deno.test({
    name:
      `train/${name} in two processes learns what one does, and the same bytes each time${note}`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const [one, two, again] = [
          await trained(folder, { task }),
          await trained(folder, { task, params: { processes: 2 } }),
          await trained(folder, { task, params: { processes: 2 } }),
        ];
        ok(largestDifference(one.parameters, two.parameters) < 1e-5);
        assertEquals(two.history.map(({ step }) => step), [2, 4, 6]);
        two.history.forEach((record, i) => {
          for (const [key, value] of Object.entries<number>(one.history[i])) {
            ok(Math.abs(record[key] - value) < 1e-5, `${key} is ${record[key]}, alone ${value}`);
          }
        });
        assertEquals([again.parameters, again.history], [two.parameters, two.history]);
      }),
  });
}

Deno.test({
  name: `four processes with two parts each learn what one does${note}`,
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const one = await trained(folder);
      const four = await trained(folder, { params: { processes: 4, accumulate: 2 } });
      ok(largestDifference(one.parameters, four.parameters) < 1e-5);
    }),
});

/** Kills a process of the training that writes to a folder; another than a shell may not look for it. */
function killRank(scratch: string, rank: number): void {
  const script = `for process in /proc/[0-9]*; do
    grep -qs "$1" "$process/cmdline" && grep -qsz "^OMPI_COMM_WORLD_RANK=$2$" "$process/environ" &&
      kill -KILL "\${process#/proc/}"
  done; true`;
  const { success } = new Deno.Command("sh", { args: ["-c", script, "sh", scratch, `${rank}`] })
    .outputSync();
  ok(success);
}

Deno.test({
  name: `a training of which a process is killed says so, and the next goes on bit for bit${note}`,
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const params = { processes: 2, checkpointEvery: 1, steps: 30 };
      const expected = await trained(folder, { params });
      let isKilled = false;
      const onStep = (step: number, _stop: AbortController, scratch: string) => {
        if (step < 3 || isKilled) return;
        isKilled = true;
        killRank(scratch, 1);
      };
      await rejects(
        trained(folder, { name: "killed", params, onStep }),
        /^Error: Cannot train: process 2 of 2 was ended by SIGKILL: perhaps its machine ran out/,
      );
      const { lines, ...resumed } = await trained(folder, { name: "killed", params });
      ok(lines.some((line) => /^Goes on from step ([3-9]|[12]\d)$/.test(line)), lines.join("\n"));
      assertEquals(resumed, { parameters: expected.parameters, history: expected.history });
    }),
});

Deno.test({
  name: `a training in processes that is stopped goes on bit for bit${note}`,
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const params = { processes: 2, steps: 12 };
      const expected = await trained(folder, { params });
      const onStep = (step: number, stop: AbortController) =>
        step === 3 && stop.abort(new Error("it was stopped"));
      await rejects(
        trained(folder, { name: "stopped", params, onStep }),
        /^Error: it was stopped$/,
      );
      const { lines, ...resumed } = await trained(folder, { name: "stopped", params });
      ok(lines.some((line) => line.startsWith("Goes on from step")));
      assertEquals(resumed, { parameters: expected.parameters, history: expected.history });
    }),
});

Deno.test("processes that the batch cannot be divided among are refused", () => {
  const problem = (params: object) => {
    const { error } = (mdm.params as unknown as z.ZodType).safeParse({ ...PARAMS, ...params });
    return error?.issues[0]?.message;
  };
  strictEqual(problem({ processes: 3 }), "3 must divide batchSize (8)");
  strictEqual(
    problem({ processes: 4, accumulate: 4 }),
    "4 times accumulate (4) must divide batchSize (8)",
  );
  strictEqual(
    problem({ processes: 16 }),
    "must be at most batchSize (8): each computes a part of every batch",
  );
});
