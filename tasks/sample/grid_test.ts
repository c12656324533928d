import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { writeDatasetMeta } from "../../src/artifacts/dataset_meta.ts";
import { writeKnownMolecules } from "../../src/artifacts/known_molecules.ts";
import { writeCheckpoint } from "../../src/model/checkpoint.ts";
import { moleculeMeta } from "../../tests/dataset_fixture.ts";
import { readGolden } from "../../tests/golden_fixture.ts";
import molecules from "../eval/molecules.ts";
import grid from "./grid.ts";
import guided from "./guided.ts";

type Params = ReturnType<typeof grid.params.parse>;

const GIVEN = {
  ...{ sampler: "proseco", corrector: { S: 2, omega: 2 }, count: 12, batch: 16 },
  ...{ properties: ["ring_count", "qed"], gamma: 2, steps: [3, 4], seeds: [5, 6] },
};

/** A folder with the golden network, conditioned on one property that both names stand for. */
async function setUp(folder: string, properties?: string): Promise<void> {
  const { config, parameters } = await readGolden();
  await writeCheckpoint(join(folder, "checkpoint"), {
    ...{ config, parameters },
    training: properties === undefined ? {} : { properties },
  });
  await Deno.mkdir(join(folder, "dataset"));
  await writeDatasetMeta(join(folder, "dataset"), moleculeMeta(config.length));
  await writeKnownMolecules(join(folder, "dataset"), ["CCO"]);
}

function contextIn(folder: string, signal = new AbortController().signal) {
  const recorded: Record<string, unknown> = {}, logged: string[] = [], done: number[] = [];
  const record = (facts: Record<string, unknown>) => void Object.assign(recorded, facts);
  return {
    ...{ recorded, logged, done, record, signal, scratch: folder, cpus: 1 },
    inputs: {
      ...{ dataset: join(folder, "dataset"), checkpoint: join(folder, "checkpoint") },
      classifier: undefined,
    },
    progress: (progress: { done: number; total: number }) => void done.push(progress.done),
    log: (line: string) => void logged.push(line),
  };
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

Deno.test("sample/grid draws every combination as sample/guided does, for eval/molecules to judge", async () => {
  await inFolder(async (folder) => {
    await setUp(folder);
    const context = contextIn(folder), outputs = { samples: join(folder, "samples") };
    await grid.run({ ...context, outputs, params: grid.params.parse(GIVEN) });
    assertEquals(context.recorded.settings, 8);
    assertEquals(context.done.at(-1), 4 * 3 + 4 * 4);
    const names = await namesIn(outputs.samples);
    assertEquals(names.length, 8);
    ok(names.includes("qed,gamma=2,T=3,seed=6.json"), `${names}`);

    const read = async (path: string) => JSON.parse(await Deno.readTextFile(path));
    const cell = await read(join(outputs.samples, "qed,gamma=2,T=3,seed=5.json"));
    const { properties: _, steps: _s, seeds: _e, ...shared } = GIVEN;
    await guided.run({
      ...contextIn(folder),
      outputs: { samples: join(folder, "one.json") },
      params: guided.params.parse({ ...shared, property: "qed", T: 3, seed: 5 }),
    });
    assertEquals(cell, await read(join(folder, "one.json")));

    const metrics = join(folder, "metrics"), judging = contextIn(folder);
    await molecules.run({
      ...judging,
      inputs: { dataset: join(folder, "dataset"), samples: outputs.samples },
      outputs: { metrics },
      params: molecules.params.parse({}),
    });
    assertEquals(await namesIn(metrics), names);
    assertEquals((await read(join(metrics, names[0]!))).settings.count, 12);
    assertEquals(judging.recorded.settings, 8);
  });
});

Deno.test("sample/grid that was stopped goes on with what is missing, to the same bytes", async () => {
  await inFolder(async (folder) => {
    await setUp(folder);
    const params = grid.params.parse(GIVEN), controller = new AbortController();
    const stopped = contextIn(folder, controller.signal);
    await rejects(
      grid.run({
        ...stopped,
        outputs: { samples: join(folder, "stopped") },
        params,
        progress: ({ done }) => done >= 20 && controller.abort(new Error("stopped")),
      }),
      /stopped/,
    );
    const context = contextIn(folder);
    await grid.run({ ...context, outputs: { samples: join(folder, "resumed") }, params });
    ok(/^engine compiled: ONNX Runtime by its /.test(context.logged[0]!), context.logged[0]!);
    ok(/^6 of 8 settings were drawn before$/.test(context.logged[1]!), context.logged[1]!);
    const whole = join(folder, "whole");
    await Deno.mkdir(whole);
    await grid.run({
      ...contextIn(folder),
      outputs: { samples: join(folder, "whole-samples") },
      params,
      scratch: whole,
    });
    for (const name of await namesIn(join(folder, "resumed"))) {
      assertEquals(
        await Deno.readTextFile(join(folder, "resumed", name)),
        await Deno.readTextFile(join(folder, "whole-samples", name)),
      );
    }
  });
});

Deno.test("sample/grid draws one more seed alone where earlier results have the others, to the same bytes", async () => {
  await inFolder(async (folder) => {
    await setUp(folder);
    let runs = 0;
    /** Draws in a folder of its own; gives its parameters, outputs and files, and what it told. */
    const draw = async (
      seeds: readonly number[],
      earlier: readonly { params: Params; outputs: { samples: string } }[] = [],
    ) => {
      const scratch = join(folder, `run${runs++}`), outputs = { samples: join(scratch, "samples") };
      await Deno.mkdir(scratch);
      const params = grid.params.parse({ ...GIVEN, seeds });
      const handed = earlier.map((one) => ({ ...one, inputs: {} }));
      const context = { ...contextIn(folder), scratch, outputs, params, earlier: handed };
      await grid.run(context);
      const files: Record<string, string> = {};
      for (const name of await namesIn(outputs.samples)) {
        files[name] = await Deno.readTextFile(join(outputs.samples, name));
      }
      const known = context.logged.filter((line) => line.endsWith("were drawn before"));
      return { params, outputs, files, known };
    };
    const two = await draw([5, 6]), [five, six] = [await draw([5]), await draw([6])];
    const whole = await draw([5, 6, 7]), grown = await draw([5, 6, 7], [two]);
    assertEquals(grown.known, ["8 of 12 settings were drawn before"]);
    assertEquals(grown.files, whole.files);
    assertEquals((await draw([5, 6, 7], [grown, two])).known, [
      "12 of 12 settings were drawn before",
    ]);
    // Seed 6 alone has its steps recorded, as none but the first seed of a list has.
    const gathered = await draw([5, 6], [six, five]);
    assertEquals(gathered.known, ["4 of 8 settings were drawn before"]);
    assertEquals(gathered.files, two.files);
  });
});

Deno.test("sample/grid refuses a property that the network was not conditioned on", async () => {
  await inFolder(async (folder) => {
    await setUp(folder, "ring_count");
    await rejects(
      grid.run({
        ...contextIn(folder),
        outputs: { samples: join(folder, "samples") },
        params: grid.params.parse(GIVEN),
      }),
      /Cannot condition on "qed": the network knows "ring_count"/,
    );
  });
});
