import { deepStrictEqual as assertEquals, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { writeDatasetMeta } from "../../src/artifacts/dataset_meta.ts";
import { writeKnownMolecules } from "../../src/artifacts/known_molecules.ts";
import { moleculeMeta } from "../../tests/dataset_fixture.ts";
import molecules from "./molecules.ts";

async function run(samples: unknown, given: Record<string, unknown> = {}) {
  const folder = await Deno.makeTempDir();
  try {
    const recorded: Record<string, unknown> = {}, logged: string[] = [];
    await Deno.mkdir(join(folder, "dataset"));
    await writeKnownMolecules(join(folder, "dataset"), ["C1CC1", "CCO"]);
    await writeDatasetMeta(join(folder, "dataset"), moleculeMeta(24));
    await Deno.writeTextFile(join(folder, "samples.json"), JSON.stringify(samples));
    await molecules.run({
      params: molecules.params.parse(given),
      inputs: { samples: join(folder, "samples.json"), dataset: join(folder, "dataset") },
      outputs: { metrics: join(folder, "metrics.json") },
      scratch: folder,
      cpus: 1,
      signal: new AbortController().signal,
      progress() {},
      log: (line) => void logged.push(line),
      record: (facts) => Object.assign(recorded, facts),
    });
    const metrics = JSON.parse(await Deno.readTextFile(join(folder, "metrics.json")));
    return { metrics, recorded, logged };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const CUBANE = "C12C3C4C1C5C2C3C45";
const SETTINGS = {
  ...{ sampler: "proseco", property: "ring_count", label: 1, count: 4 },
  ...{ gamma: 2, T: 8, S: 2, omega: 2, seed: 1, temperature: 0.5 },
};
const SAMPLES = {
  settings: SETTINGS,
  nfe: 24,
  evaluations: 20,
  smiles: [CUBANE, "OCC", "C1CC", ""],
  trajectory: [{ step: 0, phase: "unmask", sequences: [["C"]] }],
};

Deno.test("eval/molecules copies the settings and adds what the samples are worth", async () => {
  const { metrics, recorded } = await run(SAMPLES);
  const { molecules, value, rdkit, figures, ...rest } = metrics;
  assertEquals(rest, { settings: SETTINGS, nfe: 24, evaluations: 20 });
  assertEquals([figures.valid, figures.unique, figures.novel], [0.5, 0.5, 0.25]);
  assertEquals([figures.diversity, figures.scaffolds], [0, 1]);
  assertEquals([value.valid.mean, value.novel.mean, value.novel.se], [3, 6, null]);
  assertEquals(
    molecules.map(({ novel }: { novel: boolean }) => novel),
    [true, false, false, false],
  );
  assertEquals(rdkit, "2026.09.1");
  assertEquals([recorded.diversity, recorded.scaffolds], [0, 1]);
  assertEquals([recorded.rdkit, recorded.novel, recorded.novelMean], ["2026.09.1", 0.25, 6]);
});

Deno.test("eval/molecules counts rings as the data set does, or as it is told", async () => {
  const { metrics } = await run(SAMPLES, { rings: "sssr" });
  assertEquals(metrics.value.novel.mean, 5);
});

Deno.test("eval/molecules takes variants of known molecules for known if it is told to", async () => {
  const samples = { ...SAMPLES, smiles: ["[13CH3]CO", "C1[13CH2]C1"] };
  const isomers = (await run(samples)).metrics;
  const constitutions = (await run(samples, { identity: "constitution" })).metrics;
  assertEquals([isomers.figures.novelCount, isomers.identity], [2, undefined]);
  assertEquals([constitutions.figures.novelCount, constitutions.identity], [0, "constitution"]);
});

Deno.test("eval/molecules names a sample that RDKit cannot hold", async () => {
  const { metrics, logged } = await run({ ...SAMPLES, smiles: ["C".repeat(800), "OCC"] });
  assertEquals([metrics.figures.validCount, metrics.figures.novelCount], [1, 0]);
  assertEquals(logged.length, 1);
  match(logged[0]!, /^Sample 1 of samples\.json counts as invalid: it has 800 atoms/);
});

Deno.test("eval/molecules says what is wrong with a samples file", async () => {
  const settings = { ...SETTINGS, property: "beauty" };
  await rejects(
    run({ ...SAMPLES, settings }),
    /Cannot judge the samples ".*" by "beauty", which RDKit does not .*ring_count/,
  );
  await rejects(run({ settings: SETTINGS, nfe: 1, evaluations: 1 }), /samples ".*"smiles"/);
  await rejects(run({ ...SAMPLES, settings: {} }), /samples ".*"settings.sampler"/);
});

Deno.test("eval/molecules copies what it judged before of a folder, and judges the files that are new", async () => {
  const folder = await Deno.makeTempDir(), at = (...names: string[]) => join(folder, ...names);
  try {
    await Deno.mkdir(at("dataset"));
    await writeKnownMolecules(at("dataset"), ["C1CC1", "CCO"]);
    await writeDatasetMeta(at("dataset"), moleculeMeta(24));
    const write = async (name: string, seeds: readonly number[]) => {
      await Deno.mkdir(at(name));
      for (const seed of seeds) {
        const samples = { ...SAMPLES, settings: { ...SETTINGS, seed } };
        await Deno.writeTextFile(at(name, `seed=${seed}.json`), JSON.stringify(samples));
      }
    };
    const judge = async (
      samples: string,
      metrics: string,
      earlier: Parameters<typeof molecules.run>[0]["earlier"] = [],
    ) => {
      const recorded: Record<string, unknown> = {};
      await molecules.run({
        params: molecules.params.parse({}),
        inputs: { samples: at(samples), dataset: at("dataset") },
        outputs: { metrics: at(metrics) },
        ...{ earlier, scratch: folder, cpus: 1, signal: new AbortController().signal },
        ...{ progress() {}, log() {}, record: (facts) => void Object.assign(recorded, facts) },
      });
      return recorded;
    };
    const filesIn = async (name: string) =>
      await Promise.all([1, 2].map((seed) => Deno.readTextFile(at(name, `seed=${seed}.json`))));
    await write("one", [1]);
    await write("both", [1, 2]);
    await judge("one", "of one");
    const whole = await judge("both", "of both");
    const [first, second] = await filesIn("of both");
    // A mark shows what was copied.
    const marked = first!.replace(/("valid":\s*)0\.5/, (_, name) => `${name}0.75`);
    await Deno.writeTextFile(at("of one", "seed=1.json"), marked);
    const params = molecules.params.parse({});
    const earlier = { params, inputs: { samples: at("one") }, outputs: { metrics: at("of one") } };
    const grown = await judge("both", "grown", [earlier]);
    assertEquals(await filesIn("grown"), [marked, second]);
    assertEquals([whole.valid, grown.valid], [0.5, 0.625]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
