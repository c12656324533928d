import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";
import { SlurmExecutor } from "../src/pipeline/executors/slurm/slurm_executor.ts";
import type { Manifest, RunOptions } from "../src/pipeline/mod.ts";
import { Project } from "./pipeline_fixture.ts";
import { Cluster, whyNoCluster } from "./slurm_fixture.ts";

const why = whyNoCluster();

const MODULE = new URL("../src/pipeline/mod.ts", import.meta.url).href;

/** A task whose result has a file for each seed, and which records those that it did not copy. */
const TASK = `import { z } from "zod";
import { defineTask } from "${MODULE}";

export default defineTask({
  kind: "test/seeds",
  description: "Writes a file for each seed.",
  params: z.strictObject({
    seeds: z.array(z.int()).describe("Seeds."),
    word: z.string().default("word").describe("What to write."),
  }),
  grows: ["seeds"],
  inputs: {},
  outputs: { files: "A file for each seed." },
  async run({ params: { seeds, word }, outputs, earlier = [], record }) {
    await Deno.mkdir(outputs.files);
    const made = [];
    for (const seed of seeds) {
      const path = outputs.files + "/" + seed;
      const from = earlier.find(({ params }) => params.seeds.includes(seed));
      if (from === undefined) made.push(seed);
      await Deno.writeTextFile(
        path,
        from === undefined ? word + seed : await Deno.readTextFile(from.outputs.files + "/" + seed),
      );
    }
    record({ made });
  },
});
`;

/** A task that makes a file of each of a folder, and records those that it did not copy. */
const JUDGE = `import { z } from "zod";
import { defineTask } from "${MODULE}";

export default defineTask({
  kind: "test/judge",
  description: "Writes each file in capitals.",
  params: z.strictObject({}),
  grows: ["files"],
  inputs: { files: { description: "A folder." } },
  outputs: { judged: "A file for each." },
  async run({ inputs, outputs, earlier = [], record }) {
    await Deno.mkdir(outputs.judged);
    const made = [];
    for (const { name } of [...Deno.readDirSync(inputs.files)].sort((a, b) => a.name < b.name ? -1 : 1)) {
      const text = await Deno.readTextFile(inputs.files + "/" + name);
      const from = earlier.find(({ inputs }) => {
        try {
          return Deno.readTextFileSync(inputs.files + "/" + name) === text;
        } catch {
          return false;
        }
      });
      if (from === undefined) made.push(name);
      await Deno.writeTextFile(
        outputs.judged + "/" + name,
        from === undefined ? text.toUpperCase() : await Deno.readTextFile(from.outputs.judged + "/" + name),
      );
    }
    record({ made });
  },
});
`;

function newProject(): Project {
  const project = new Project();
  project.write("tasks/test/seeds.ts", TASK);
  project.write("tasks/test/judge.ts", JUDGE);
  project.write(
    "pipelines/seeds.yaml",
    `params: { seeds: [1, 2], word: word }
tasks:
  seeds: { uses: test/seeds, with: { seeds: "\${params.seeds}", word: "\${params.word}" } }
  judge: { uses: test/judge, with: { files: "\${tasks.seeds.files}" } }
outputs: { files: "\${tasks.seeds.files}" }
`,
  );
  return project;
}

/** Runs the pipeline with parameters; gives the result and which seeds were not copied. */
async function runSeeds(
  project: Project,
  set: string[] = [],
  options: Partial<RunOptions> = {},
): Promise<Manifest> {
  const result = await project.run("seeds", {
    ...{ executor: new LocalExecutor(), load: { set } },
    ...options,
  });
  strictEqual(result.status, "done", JSON.stringify(result.events));
  return result.manifests.get("seeds")!;
}

/** The same of the task that reads what the seeds gave. */
async function runJudge(project: Project, set: string[]): Promise<Manifest> {
  await runSeeds(project, set);
  const { manifests } = await project.run("seeds", {
    ...{ executor: new LocalExecutor(), load: { set } },
  });
  return manifests.get("judge")!;
}

Deno.test("A task in a process of its own copies what earlier results have, and makes what is missing", async () => {
  using project = newProject();
  using fresh = newProject();
  const first = await runSeeds(project);
  deepStrictEqual([first.facts.made, first.earlier], [[1, 2], undefined]);
  const grown = await runSeeds(project, ["seeds=[1,2,3]"]);
  deepStrictEqual([grown.facts.made, grown.earlier], [[3], [first.key]]);
  const whole = await runSeeds(fresh, ["seeds=[1,2,3]"]);
  deepStrictEqual(whole.facts.made, [1, 2, 3]);
  deepStrictEqual([grown.key, grown.outputs], [whole.key, whole.outputs]);
});

Deno.test("What was made of an input's parts is copied where the input has grown, while its earlier form is there", async () => {
  using project = newProject();
  using fresh = newProject();
  const first = await runJudge(project, []);
  deepStrictEqual([first.facts.made, first.earlier], [["1", "2"], undefined]);
  const grown = await runJudge(project, ["seeds=[1,2,3]"]);
  deepStrictEqual([grown.facts.made, grown.earlier], [["3"], [first.key]]);
  const whole = await runJudge(fresh, ["seeds=[1,2,3]"]);
  deepStrictEqual([grown.key, grown.outputs], [whole.key, whole.outputs]);
  const { parts } = grown, { hash } = parts.inputs.files as { hash: string };
  Deno.chmodSync(join(project.store.objects.pathOf(hash), "3"), 0o644);
  Deno.writeTextFileSync(join(project.store.objects.pathOf(hash), "3"), "word4");
  // What is no longer what it was made from tells nothing.
  const damaged = await runJudge(project, ["seeds=[3,4]"]);
  deepStrictEqual([damaged.facts.made, damaged.earlier], [["3", "4"], [first.key]]);
});

Deno.test("Nothing is copied for another parameter, by other code or by force", async () => {
  using project = newProject();
  await runSeeds(project);
  const other = await runSeeds(project, ["word=other", "seeds=[1,2,3]"]);
  deepStrictEqual(other.facts.made, [1, 2, 3]);
  const forced = await runSeeds(project, ["seeds=[1,2,3]"], { force: ["seeds"] });
  deepStrictEqual([forced.facts.made, forced.earlier], [[1, 2, 3], undefined]);
  project.replace("tasks/test/seeds.ts", "word + seed", "word + word + seed");
  deepStrictEqual((await runSeeds(project, ["seeds=[2]"])).facts.made, [2]);
});

Deno.test("Nothing is copied of a result that was damaged", async () => {
  using project = newProject();
  const { outputs } = await runSeeds(project);
  const path = join(project.store.objects.pathOf(outputs.files!.hash), "1");
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, "wrong");
  const grown = await runSeeds(project, ["seeds=[1,2,3]"]);
  deepStrictEqual([grown.facts.made, grown.earlier], [[1, 2, 3], undefined]);
});

Deno.test({
  name: "A task on a cluster copies what an earlier result has that was made elsewhere",
  ignore: why !== undefined,
  async fn() {
    await using _cluster = await Cluster.start();
    using project = newProject();
    const first = await runSeeds(project);
    const executor = new SlurmExecutor({ store: project.store, tick: 100, interval: 500 });
    const grown = await runSeeds(project, ["seeds=[1,2,3]"], { executor });
    deepStrictEqual([grown.facts.made, grown.earlier], [[3], [first.key]]);
  },
});
