import {
  deepStrictEqual as assertEquals,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import { promptPlacesOf, readPromptPlaces } from "../src/artifacts/prompts/prompt_places.ts";
import { readCheckpoint } from "../src/model/checkpoint.ts";
import { loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { findNetworks } from "../src/report/runs/published_networks.ts";
import { writePublishedNetwork } from "./published_fixture.ts";
import { settingsOf } from "./small_main_job.ts";

const ROOT = new URL("..", import.meta.url).pathname;

const SMALL = {
  ...{ train: 300, validation: 3, test: 3, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 },
  ...{ batchSize: 8, warmupSteps: 2, baseSteps: 6, vanillaSteps: 4, prosecoSteps: 3, arSteps: 4 },
  ...{ steps: [2, 4], correctedSteps: [2, 4], correctors: [{ S: 1, omega: 1 }] },
};

/** Runs a pipeline below `folder`, and gives its run's folder. */
async function runIn(
  folder: string,
  name: string,
  { profile, ...set }: Readonly<Record<string, unknown>> & { readonly profile?: string },
): Promise<string> {
  const pipeline = await loadPipeline(name, { root: ROOT, profile, set: settingsOf(set) });
  const store = Store.open(join(folder, "store"));
  const { status, folder: ran } = await run(pipeline, { store, results: join(folder, "results") });
  strictEqual(status, "done");
  return ran!;
}

/** What the report of a run says: its page, and the rows of its table. */
async function reportOf(ran: string) {
  const read = (name: string) => Deno.readTextFile(join(ran, "report", name));
  const [header, ...rows] = (await read("frontier.csv")).trim().split("\n");
  match(header!, /evaluations/);
  return { page: await read("report.html"), rows };
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function shipModels(folder: string, from: string, to: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "--allow-read", "--allow-write", "--allow-env"],
      ...[join(ROOT, "src/commands/ship_models.ts"), "--run", from, "--to", to],
      ...["--models", "vanilla,proseco", "--store", join(folder, "store")],
    ],
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
}

for (const name of ["code", "math"]) {
  Deno.test(`the pipeline "${name}" goes from problems of our own to its report, and its networks to the demo`, () =>
    withFolder(async (folder) => {
      const ran = await runIn(folder, name, { ...SMALL, controls: true });
      const { page, rows } = await reportOf(ran);
      // Two parts, two numbers of steps, vanilla, ProSeCo and three controls of it; and AR.
      assertEquals(rows.length, 2 * (5 * 2 + 1));
      match(page, /Not shown/);

      const networks = await findNetworks(join(folder, "results"), join(folder, "store"));
      const known = networks.map(({ dataset }) => dataset && promptPlacesOf(dataset));
      ok(known.length > 2 && (await Promise.all(known)).every((places) => places !== undefined));

      const models = join(folder, "models");
      await shipModels(folder, ran, models);
      const { examples, ...places } = (await readPromptPlaces(join(models, "proseco")))!;
      const { params } = await loadPipeline(name, { root: ROOT });
      const { promptPositions, answerPositions } = params;
      assertEquals(places, { promptPositions, answerPositions });
      assertEquals([examples.length, examples.includes("")], [3, false]);
      const { validation, test } = SMALL;
      const demo = { validation, test, count: 2, steps: [2], models };
      const shown = await reportOf(await runIn(folder, `${name}-demo`, demo));
      assertEquals(shown.rows.length, 2 * 2);
      match(shown.page, /reduced problems that this project makes itself; 3 validation problems/);
    }));
}

Deno.test('the profile "sudoku" of math, and a parameter alone, judge grids by their rules', () =>
  withFolder(async (folder) => {
    const { steps: _, correctedSteps: __, ...small } = SMALL,
      { page, rows } = await reportOf(
        await runIn(folder, "math", { ...small, profile: "sudoku" }),
      );
    assertEquals(rows.length, 2 * (4 + 3));
    match(page, /Sudokus of 4 rows with few clues/);
    match(rows[0]!, /sudoku 1,own/);
    const plain = await reportOf(await runIn(folder, "math", { ...SMALL, problems: "sudoku" }));
    match(plain.rows[0]!, /sudoku 1,own/);
    await runIn(folder, "math", {
      ...small,
      profile: "sudoku-9x9",
      bases: 40,
      steps: [3],
      correctedSteps: [3],
    });
  }));

for (
  const [name, profile, title] of [["code", "mbpp", "MBPP"], ["math", "gsm8k", "GSM8K"]] as const
) {
  Deno.test(
    `the profile "${profile}" of ${name} says that its score is near 0 (needs PROSECO_DATA)`,
    { ignore: Deno.env.get("PROSECO_DATA") === undefined },
    () =>
      withFolder(async (folder) => {
        const ran = await runIn(folder, name, {
          ...SMALL,
          steps: [2],
          correctedSteps: [2],
          tooLongShare: 0.5,
          profile,
        });
        const { page, rows } = await reportOf(ran);
        assertEquals(rows.length, 2 * 2);
        match(page, new RegExp(`${title} by a network that is far too small`));
        match(page, /cannot solve such problems: a score near 0 is to be expected/);
      }),
  );
}

/** Of the profile `paper`: all that is small, on a network of LLaDA's kind and a file of examples. */
const PAPER = {
  code: { asked: "functions", fields: ["question", "response"] },
  math: { asked: "word-problems", fields: ["problem", "generated_solution"] },
} as const;

for (const name of ["code", "math"] as const) {
  Deno.test(`the profile "paper" of ${name} fine-tunes a published network on a file and asks other problems`, () =>
    withFolder(async (folder) => {
      const network = join(folder, "network"), examples = join(folder, "examples.jsonl");
      const { asked, fields: [prompt, answer] } = PAPER[name];
      const set = {
        ...{ profile: "paper", network, examples, asked, fewShot: 0, steps: [2] },
        ...{ askedPositions: 200, promptPositions: 24, answerPositions: 8, generated: 8 },
        ...{ blockLength: 4, correctedSteps: [2], correctors: [{ S: 1, omega: 1 }] },
        ...{ validation: 2, test: 2, askedValidation: 2, askedTest: 2, batchSize: 2 },
        ...{ accumulate: 2, vanillaSteps: 2, prosecoSteps: 1, warmupSteps: 1 },
      };
      await rejects(runIn(folder, name, set), (error: Error) => {
        match(String(error), new RegExp(`There is no file or folder "${network}"`));
        return true;
      });
      // The prompts are longer than the fixture's own context.
      await writePublishedNetwork(network, { config: { max_sequence_length: 256 } });
      const rows = Array.from(
        { length: 20 },
        (_, i) => ({ [prompt]: `${i} + 1`, [answer]: `${i}` }),
      );
      await Deno.writeTextFile(examples, rows.map((row) => JSON.stringify(row)).join("\n"));
      const ran = await runIn(folder, name, set), shown = await reportOf(ran);
      assertEquals(shown.rows.length, 2 * 2);
      match(shown.page, /LLaDA-8B, fine-tuned on/);
      match(shown.page, /reduced problems that this project makes itself/);
      const { config } = await readCheckpoint(join(ran, "proseco"));
      strictEqual(config.architecture, "llada");
    }));
}

/** Folder of the networks that go with the project, if they do. */
const SHIPPED = (name: string) => join(ROOT, "results/models", name, "manifest.json");

for (const name of ["code", "math"]) {
  Deno.test(
    `the demo of ${name} asks only what its networks were not trained on (needs shipped networks)`,
    { ignore: !await Deno.stat(SHIPPED(name)).then(() => true, () => false) },
    async () => {
      const { run: { params } } = JSON.parse(await Deno.readTextFile(SHIPPED(name)));
      const { params: demo } = await loadPipeline(`${name}-demo`, { root: ROOT });
      for (const own of ["problems", "validation", "test", "promptPositions", "answerPositions"]) {
        strictEqual(demo[own], params[own], own);
      }
    },
  );
}
