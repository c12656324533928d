import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plan } from "../src/pipeline/mod.ts";
import { readRunRecord } from "../src/pipeline/runs/run_record.ts";
import { Project, type ProjectRun } from "./pipeline_fixture.ts";

const TABLE = fileURLToPath(new URL("../tasks/report/table.ts", import.meta.url));

const SET = (...set: string[]) => ({ load: { set } });

/** How far off the trials of a run's first rung were, by their rates. */
function firstRung({ manifests }: ProjectRun): { rate: number; distance: number }[] {
  return [...manifests].filter(([name]) => /^model-(rung-1|trials)/.test(name))
    .map(([, { parts, facts }]) => ({
      rate: parts.params.rate as number,
      distance: facts.distance as number,
    }));
}

const byDistance = (a: { distance: number }, b: { distance: number }) => a.distance - b.distance;

Deno.test("Successive halving gives the best trials more steps, and the best is the task's result", async () => {
  using project = new Project();
  const run = await project.run("search");
  strictEqual(run.status, "done");
  const ranked = firstRung(run).toSorted(byDistance).map(({ rate }) => rate);
  strictEqual(ranked.length, 5);
  const at = (name: string) => run.manifests.get(name)!.parts.params;
  deepStrictEqual(
    ["model-rung-2[slot=0]", "model-rung-2[slot=1]", "model-rung-2[slot=2]"].map(at)
      .map(({ rate, steps }) => [rate, steps]),
    ranked.slice(0, 3).map((rate) => [rate, 2]),
  );
  deepStrictEqual(at("model-rung-3[slot=1]").rate, ranked[1]);
  deepStrictEqual([at("model").rate, at("model").steps], [ranked[0], 3]);
  // The best once more is nothing to run.
  ok(!run.ran.includes("model"));
  strictEqual(run.manifests.get("model")!.key, run.manifests.get("model-rung-3[slot=0]")!.key);
  strictEqual(project.read("results/search/latest/value"), String(1 + (ranked[0]! - 1) / 8));
  deepStrictEqual((await project.run("search")).ran, []);
});

Deno.test("More trials of a search leave those of before as they are", async () => {
  using project = new Project();
  const few = firstRung(await project.run("search", SET("trials=3")));
  const more = await project.run("search");
  deepStrictEqual(firstRung(more).slice(0, 3), few);
  deepStrictEqual(
    more.ran.filter((name) => name.startsWith("model-rung-1")),
    ["model-rung-1[trial=3]", "model-rung-1[trial=4]"],
  );
  // Another seed is another search.
  strictEqual(firstRung(await project.run("search", SET("seed=1"))).length, 5);
});

Deno.test("A trial that fails counts as the worst, and the run is whole without it", async () => {
  using project = new Project();
  const whole = firstRung(await project.run("search"));
  const rates = whole.map(({ rate }) => rate).toSorted((a, b) => a - b);
  const run = await project.run("search", SET(`failsAbove=${rates[2]}`));
  strictEqual(run.status, "done");
  strictEqual(run.counts.failed, 0);
  strictEqual(run.counts.lost, 2);
  deepStrictEqual(
    firstRung(run).map(({ rate }) => rate).toSorted((a, b) => a - b),
    rates.slice(0, 3),
  );
  ok(
    run.events.some((event) =>
      event.type === "warning" &&
      /^The search goes on without model-rung-1\[trial=\d\]$/.test(event.message)
    ),
  );
  const { failures = {}, instances } = readRunRecord(run.folder!)!;
  deepStrictEqual(
    Object.values(failures).map(({ task, status, params }) => [task, status, params.rate]),
    whole.filter(({ rate }) => rate > rates[2]!).map((
      { rate },
    ) => ["model-rung-1", "failed", rate]),
  );
  ok(Object.values(failures).every(({ reason, key }) => reason !== "" && key !== undefined));
  // What a later rung was chosen from.
  strictEqual(instances["model-rung-2[slot=0]"]!.chosenFrom, "model-rung-1");
  strictEqual(instances["model"]!.chosenFrom, "model-rung-3");
  const none = await project.run("search", SET("failsAbove=-1"));
  strictEqual(none.status, "failed");
  const told = none.events.flatMap((event) => event.type === "failed" ? [event.message] : []);
  match(told.at(-1)!, /^Cannot choose number 1 of the trials: 0 came to an end$/);
});

Deno.test("A search does not choose without trials that a run of a part may not run", async () => {
  using project = new Project();
  await project.run("search", { ...SET("trials=1"), only: ["model-rung-1"] });
  const run = await project.run("search", { only: ["model"] });
  strictEqual(run.status, "failed");
  deepStrictEqual(run.ran, []);
  ok(
    run.events.some((event) =>
      event.type === "failed" && /not stored, and this run may not run it/.test(event.message)
    ),
  );
});

Deno.test("A task is told what a search tried, trials that failed among it, and runs again when that changes", async () => {
  using project = new Project();
  project.write(
    "pipelines/told.yaml",
    `extends: search.yaml
tasks:
  told: { uses: ${TABLE}, with: { title: Tried, trials: "\${search.model}" } }
outputs: { told: "\${tasks.told.report}" }
`,
  );
  const whole = await project.run("told");
  strictEqual(whole.status, "done", JSON.stringify(whole.events.at(-1)));
  const rates = firstRung(whole).map(({ rate }) => rate);
  const csv = () =>
    project.read("results/told/latest/told/trials.csv").trim().split("\r\n").map((line) =>
      line.split(",")
    );
  deepStrictEqual(csv()[0], ["task", "trial", "rate", "steps", "distance", "distance_se", "n"]);
  deepStrictEqual(
    csv().slice(1, 6).map(([task, trial, rate]) => [task, trial, rate]),
    rates.map((rate, trial) => ["model-rung-1", String(trial), String(rate)]),
  );
  // Five trials, the best three of them, and the best two of those.
  strictEqual(csv().length, 1 + 5 + 3 + 2);
  deepStrictEqual((await project.run("told")).ran, []);
  const highest = Math.max(...rates);
  const failing = await project.run("told", SET(`failsAbove=${highest - 1e-6}`));
  strictEqual(failing.status, "done");
  ok(failing.ran.includes("told"));
  deepStrictEqual(
    csv().filter((line) => line.includes("failed")).map(([task, , rate]) => [task, rate]),
    [["model-rung-1", String(highest)]],
  );
});

Deno.test("What a search tried stands nowhere but as a parameter, of a task that has one", async () => {
  using project = new Project();
  project.write(
    "pipelines/told.yaml",
    `extends: search.yaml
tasks:
  one: { uses: ${TABLE}, with: { trials: "\${search.count}" } }
  two: { uses: ${TABLE}, with: { title: "of \${search.model}" } }
`,
  );
  await rejects(project.load("told"), (error: Error) => {
    match(error.message, /There is no search "count"[^]*model/);
    match(error.message, /What the search of "model" tried cannot stand here/);
    return true;
  });
});

Deno.test("A search whose metric is not recorded fails and names what is", async () => {
  using project = new Project();
  project.replace("pipelines/search.yaml", "metric: distance", "metric: distanc");
  const { status, events } = await project.run("search");
  strictEqual(status, "failed");
  const [told] = events.flatMap((event) => event.type === "failed" ? [event.message] : []);
  strictEqual(
    told,
    "Cannot compare the trials: model-rung-1[trial=0] recorded no figure " +
      '"distanc". Did you mean "distance"? Known: distance, steps',
  );
});

Deno.test("A random search without rungs takes the best of its trials", async () => {
  using project = new Project();
  project.replace(
    "pipelines/search.yaml",
    "      rungs: { steps: [1, 2, 3] }\n",
    "      mode: max\n",
  );
  project.replace("pipelines/search.yaml", "steps: ${trial.steps}", "steps: 2");
  const run = await project.run("search");
  const [worst] = firstRung(run).toSorted(byDistance).reverse();
  strictEqual(run.manifests.get("model")!.parts.params.rate, worst!.rate);
  deepStrictEqual(
    run.ran.filter((name) => name !== "count"),
    [0, 1, 2, 3, 4].map((trial) => `model-trials[trial=${trial}]`),
  );
});

Deno.test("A task with a matrix is searched for each combination on its own", async () => {
  using project = new Project();
  project.replace(
    "pipelines/search.yaml",
    "    search:\n",
    "    matrix: { failing: [10, 1] }\n    search:\n",
  );
  project.replace("pipelines/search.yaml", "${params.failsAbove}", "${matrix.failing}");
  project.replace(
    "pipelines/search.yaml",
    "    uses: text/count",
    "    uses: text/count\n    foreach: model",
  );
  const run = await project.run("search");
  strictEqual(run.status, "done");
  const at = (name: string) => run.manifests.get(name)!.parts.params.rate as number;
  const rates = firstRung(run).map(({ rate }) => rate);
  ok(at("model[failing=1]") <= 1);
  strictEqual(at("model[failing=1]"), Math.max(...rates.filter((rate) => rate <= 1)));
  strictEqual(
    at("model[failing=10]"),
    rates.toSorted((a, b) => Math.abs(a - 1) - Math.abs(b - 1))[0],
  );
});

Deno.test("A search that is killed goes on, in parallel, to the same bytes", async () => {
  using project = new Project();
  using other = new Project();
  const child = project.spawn("search", "--set", "pause=150", "--jobs", "2", "--json");
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/"finished".*model-rung-1/.test(text)) break;
  }
  child.kill("SIGKILL");
  await child.status;
  await child.stderr.cancel();
  const { code, stderr } = await project.command("search", "--set", "pause=150", "--jobs", "2");
  strictEqual(code, 0, stderr);
  strictEqual((await other.command("search", "--set", "pause=150", "--jobs", "1")).code, 0);
  const results = ({ root }: Project) => {
    const path = join(root, "results/search/latest/run.json");
    const { instances } = JSON.parse(Deno.readTextFileSync(path));
    return Object.entries(instances as Record<string, { key: string; outputs: unknown }>)
      .map(([name, { key, outputs }]) => [name, key, outputs]);
  };
  deepStrictEqual(results(project), results(other));
});

Deno.test("A plan of a search counts its places, and nothing for the best once more", async () => {
  using project = new Project();
  const before = await plan(await project.load("search"), { store: project.store });
  deepStrictEqual(before.map(({ action }) => action), [
    ...Array(5).fill("run"),
    ...Array(7).fill("after"),
  ]);
  strictEqual(before.find(({ instance }) => instance.name === "model")!.estimate, 0);
  await project.run("search");
  const after = await plan(await project.load("search"), { store: project.store });
  deepStrictEqual(new Set(after.map(({ action }) => action)), new Set(["cached"]));
});

const FAULTS: readonly [what: string, from: string, to: string, told: RegExp][] = [
  ["a range upside down", "[0, 4]", "[4, 0]", /search\.yaml:14:26: the first must be the smaller/],
  ["a value that is not drawn", "${trial.rate}", "${trial.rat}", /Unknown value of a trial "rat"/],
  ["a value that nothing uses", "${trial.steps}", "3", /Nothing in "model" uses "steps"/],
  ["an unknown key", "metric: distance", "metrik: distance", /Unknown key "metrik" in search/],
  ["two budgets", "{ steps: [1, 2, 3] }", "{ steps: [1, 2], a: [1, 2] }", /must name one budget/],
  [
    "a drawn value of a wrong type",
    "{ uniform: [0, 4] }",
    "{ choice: [a] }",
    /"rate" .*expected number/,
  ],
  ["a task of such a name", "  count:", "  model-rung-2:", /makes a task "model-rung-2" as well/],
];

for (const [what, from, to, told] of FAULTS) {
  Deno.test(`A search with ${what} is told where it stands`, async () => {
    using project = new Project();
    project.replace("pipelines/search.yaml", from, to);
    await rejects(project.load("search"), told);
  });
}

Deno.test("A value of a trial without a search is told", async () => {
  using project = new Project();
  project.replace("pipelines/words.yaml", "${matrix.word}", "${trial.word}");
  await rejects(project.load("words"), /"\$\{trial\.word\}" stands in a task without a search/);
});
