import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual,
  ok,
  rejects,
} from "node:assert/strict";
import { join } from "node:path";
import { type Completions, readCompletions } from "../../src/artifacts/completions.ts";
import { readDataset } from "../../src/artifacts/dataset.ts";
import { maskedObjective } from "../../src/diffusion/objectives/masked.ts";
import { writeCheckpoint } from "../../src/model/checkpoint.ts";
import type { DitConfig } from "../../src/model/dit/dit_config.ts";
import { initialParameters, type Parameters } from "../../src/model/parameters.ts";
import { randomKey, RandomStream } from "../../src/random/mod.ts";
import { train } from "../../src/training/train.ts";
import {
  LETTER_PROBLEMS,
  promptedInputs,
  writeLetterProblems,
} from "../../tests/prompted_fixture.ts";
import prompted from "./prompted.ts";

/** Parameters of a network that was never trained; no matrix is 0, so that its answers differ. */
function untrained(config: DitConfig): Parameters {
  const stream = new RandomStream(randomKey(2));
  return Object.fromEntries(
    Object.entries(initialParameters(config, randomKey(1))).map(([name, { shape, data }]) => [
      name,
      { shape, data: shape.length > 1 ? data.map((x) => x + 0.3 * stream.normal()) : data },
    ]),
  );
}

/** A folder with the letters' problems and a network that was never trained. */
async function inFolder(
  test: (folder: string, config: DitConfig) => Promise<void>,
  sizes: Partial<DitConfig> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir(), { dataset, checkpoint } = promptedInputs(folder);
  try {
    const config = { ...await writeLetterProblems(dataset), ...sizes };
    await writeCheckpoint(checkpoint, { config, parameters: untrained(config) });
    await test(folder, config);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function contextIn(folder: string, signal = new AbortController().signal) {
  const recorded: Record<string, unknown> = {}, logged: string[] = [], done: number[] = [];
  return {
    ...{ recorded, logged, done, signal, scratch: folder, cpus: 1 },
    inputs: promptedInputs(folder),
    progress: (progress: { done: number; total: number }) => {
      ok(progress.done <= progress.total);
      done.push(progress.done);
    },
    log: (line: string) => void logged.push(line),
    record: (facts: Record<string, unknown>) => void Object.assign(recorded, facts),
  };
}

let runs = 0;

/** The bytes of the files that the task writes, by name. */
async function draw(
  folder: string,
  given: Readonly<Record<string, unknown>>,
  context = contextIn(folder),
) {
  const own = join(folder, `run${runs++}`), output = join(own, "completions");
  await Deno.mkdir(own);
  await prompted.run({
    ...{ ...context, outputs: { completions: output } },
    scratch: context.scratch === folder ? own : context.scratch,
    params: prompted.params.parse({ steps: [4], ...given }),
  });
  const names = (await Array.fromAsync(Deno.readDir(output))).map(({ name }) => name).sort();
  const files: Record<string, string> = {};
  for (const name of names) files[name] = await Deno.readTextFile(join(output, name));
  return { files, output, read: (name: string) => readCompletions(join(output, name)) };
}

Deno.test("sample/prompted answers with one more temperature and seed alone where an earlier result has the others", async () => {
  await inFolder(async (folder) => {
    const few = { temperatures: [0, 1], seeds: [1], count: 4 };
    const many = { ...few, temperatures: [0, 1, 2], seeds: [1, 2] };
    const { output } = await draw(folder, few);
    const params = prompted.params.parse({ steps: [4], ...few });
    const earlier = [{ params, outputs: { completions: output } }];
    const context = { ...contextIn(folder), earlier };
    const grown = await draw(folder, many, context);
    ok(context.logged.includes("2 of 6 settings were answered before"), `${context.logged}`);
    assertEquals(grown.files, (await draw(folder, many)).files);
  });
});

const only = (files: Record<string, string>): Completions => JSON.parse(Object.values(files)[0]!);

Deno.test("sample/prompted writes a file for each combination, with its settings and each answer's cost", async () => {
  await inFolder(async (folder) => {
    const context = contextIn(folder);
    const { files, read } = await draw(folder, {
      ...{ steps: [2, 4], correctors: [null, { S: 2, omega: 2 }], temperatures: [0, 1] },
      ...{ seeds: [0, 3], answers: 2, count: 5, blockLength: 2, batch: 4, trajectories: 3 },
    }, context);
    assertEquals(Object.keys(files).length, 16);
    const content = await read("T=4,S=2,omega=2,temperature=1,seed=0.json");
    const { settings, completions, trajectory, nfe, evaluations, empty, unfinished } = content;
    assertEquals(settings, {
      ...{ sampler: "blocks", part: "validation", data: "letters", T: 4, blockLength: 2 },
      ...{ generated: 4, promptPositions: 4, count: 5, answers: 2, seed: 0, temperature: 1 },
      ...{ nucleusP: 1, order: "lowConfidence", protocol: "own", stopAtEos: true },
      corrector: { S: 2, omega: 2, start: 1, guidance: "conditional", prior: "kept" },
      ...{ template: "{prompt}", shots: 0 },
    });
    assertEquals(completions.map(({ id }) => id), LETTER_PROBLEMS.slice(0, 5).map(({ id }) => id));
    const made = completions.flatMap(({ evaluations }) => evaluations!);
    const finished = completions.flatMap(({ finished }) => finished!);
    assertEquals([made.length, finished.length], [10, 10]);
    ok(nfe! >= evaluations! && made.every((count) => count >= 2 && count <= 8), `${made}`);
    assertEquals(evaluations, made.reduce((sum, count) => sum + count, 0) / 10);
    assertEquals(unfinished, finished.filter((isFinished) => !isFinished).length / 10);
    const texts = completions.flatMap(({ answers }) => answers);
    assertEquals(empty, texts.filter((text) => text === "").length / 10);
    // Of the answers alone, three of them.
    assertEquals(trajectory!.at(-1)!.sequences.map(({ length }) => length), [4, 4, 4]);
    assertEquals((await read("T=4,S=2,omega=2,temperature=1,seed=3.json")).trajectory, []);
    ok(context.done.every((done, i) => i === 0 || done >= context.done[i - 1]!));
    assertEquals(context.recorded.settings, 16);
    ok((context.recorded.tokensPerSecond as number) > 0);
  });
});

for (
  const given of [
    { correctors: [{ S: 2 }], temperatures: [1], answers: 2, trajectories: 3 },
    { protocol: "released", correctors: [{ S: 2 }], blockLength: 2 },
    { sampler: "proseco", correctors: [{ S: 1 }], temperatures: [1] },
    { sampler: "remdm", remasking: { strength: "cap", eta: 0.5 }, temperatures: [1] },
    { sampler: "mdm" },
    { sampler: "first-hitting", temperatures: [1] },
    { sampler: "ar", temperatures: [1] },
  ]
) {
  const words = JSON.stringify(given);
  Deno.test(`sample/prompted with ${words} writes the same bytes whatever the batch, and the first answers alike`, async () => {
    await inFolder(async (folder) => {
      const { files } = await draw(folder, { ...given, batch: 64 });
      for (const batch of [1, 4]) {
        assertEquals((await draw(folder, { ...given, batch })).files, files);
      }
      const few = only((await draw(folder, { ...given, count: 4 })).files);
      assertEquals(few.completions, only(files).completions.slice(0, 4));
      // Prompts are of unequal lengths and their answers differ.
      const answers = only(files).completions.map(({ answers }) => answers[0]);
      ok(new Set(answers).size > 2, `${answers}`);
    }, { causal: given.sampler === "ar" });
  });
}

Deno.test("sample/prompted that was stopped goes on with what is missing, to the same bytes", async () => {
  await inFolder(async (folder) => {
    const given = { steps: [1, 2, 4], trajectories: 0 }, controller = new AbortController();
    const scratch = join(folder, "stopped");
    await Deno.mkdir(scratch);
    const stopped = { ...contextIn(folder, controller.signal), scratch };
    stopped.progress = ({ done }) => done >= 3 && controller.abort(new Error("stopped"));
    await rejects(draw(folder, given, stopped), /stopped/);
    const context = { ...contextIn(folder), scratch };
    const { files } = await draw(folder, given, context);
    ok(context.logged.includes("2 of 3 settings were answered before"), `${context.logged}`);
    assertEquals((await draw(folder, given)).files, files);
  });
});

Deno.test("sample/prompted shows examples and writes prompts as the template says, where there is room", async () => {
  await inFolder(async (folder) => {
    const answersOf = async (given: Readonly<Record<string, unknown>>) =>
      only((await draw(folder, given)).files).completions;
    const plain = await answersOf({});
    assertEquals(await answersOf({ promptPositions: 9 }), plain);
    const shown = { shots: 1, separator: "==", promptPositions: 12 };
    notDeepStrictEqual(await answersOf(shown), plain);
    notDeepStrictEqual(await answersOf({ template: "b{prompt}", promptPositions: 5 }), plain);
    const told = { template: "{system}{prompt}", promptPositions: 5 };
    assertEquals(
      await answersOf({ ...told, system: "b" }),
      await answersOf({
        ...{ template: "b{prompt}", promptPositions: 5 },
      }),
    );
    for (
      const [given, message] of [
        [
          { shots: 1, separator: "" },
          /"letters\/a1": its prompt has 6 tokens, .* 1 to 4: set promptP/,
        ],
        [{ shots: 16, separator: "" }, /Cannot show 16 examples: .* has 15 of them/],
        [{ shots: 1 }, /Cannot encode "\\n"/],
        [{ system: "b" }, /Cannot encode "\\n"/],
        [{ template: "b" }, /Cannot write prompts as "b": it has no {prompt}/],
        [{ count: 16 }, /Cannot answer 16 problems of "letters": its validation part has 15/],
        [{ blockLength: 3 }, /blockLength must divide 4 positions: got 3/],
        [{ blockLength: 2, steps: [3] }, /T must be a multiple of the 2 blocks: got 3/],
      ] as const
    ) {
      await rejects(draw(folder, given), message);
    }
  });
});

Deno.test("sample/prompted draws more positions than the network was trained on and says so", async () => {
  await inFolder(async (folder) => {
    const context = contextIn(folder);
    const { files } = await draw(folder, { generated: 8 }, context);
    ok(context.logged.includes("sequences have 12 positions, more than the 8 of the checkpoint"));
    assertEquals(only(files).trajectory![0]!.sequences[0]!.length, 8);
  });
});

Deno.test("sample/prompted refuses settings that do not fit the sampler", async () => {
  const parse = (given: object) => () => prompted.params.parse({ steps: [4], ...given });
  for (
    const [given, message] of [
      [{ sampler: "udlm" }, /Invalid option/],
      [{ sampler: "mdm", correctors: [{ S: 1 }] }, /on mdm, but on proseco, blocks; leave it out/],
      [{ sampler: "proseco" }, /proseco needs one/],
      [{ correctors: [{ S: 1, step: "sampled" }] }, /Unrecognized key: \\"step\\"/],
      [{ correctors: [{ S: 1 }, { S: 1 }] }, /twice/],
      [{ sampler: "mdm", threshold: 0.9 }, /no effect on mdm, but on blocks; leave it out/],
      [{ sampler: "remdm" }, /remdm needs it/],
    ] as const
  ) {
    await rejects(async () => await parse(given)(), message);
  }
});

Deno.test("sample/prompted gives the answers that a network was trained on, in unequal lengths", async () => {
  await inFolder(async (folder, config) => {
    const { dataset, checkpoint } = promptedInputs(folder);
    const { train: data, test: heldOut } = await readDataset(dataset);
    const { parameters } = await train(
      config,
      initialParameters(config, randomKey(3)),
      { data, heldOut, scratch: folder },
      {
        ...{ objective: maskedObjective({ maskId: config.maskId }), batchSize: 32, steps: 250 },
        ...{ seed: 1, noLabel: 0, labelDropout: 0, decay: "cosine", peak: 0.005, finalShare: 0.1 },
        ...{ warmupSteps: 5, decayShare: 0.2, emaDecay: 0.95, logEvery: 50, validateEvery: 0 },
        ...{ validationBatches: 1, threads: 1 },
      },
    );
    await writeCheckpoint(checkpoint, { config, parameters });
    const expected = LETTER_PROBLEMS.map(({ answer }) => [answer]);
    for (const given of [{}, { blockLength: 2 }, { protocol: "released" }, { sampler: "mdm" }]) {
      const { completions, unfinished } = only((await draw(folder, given)).files);
      assertEquals(completions.map(({ answers }) => answers), expected);
      assertEquals(unfinished, 0);
    }
  });
});
