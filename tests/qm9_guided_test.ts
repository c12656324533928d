import { deepStrictEqual as assertEquals, match, ok, strictEqual } from "node:assert/strict";
import { settingsOf, SMALL_MAIN_JOB } from "./small_main_job.ts";

const ROOT = new URL("..", import.meta.url).pathname;

/** The main job at a size that takes a minute. */
const TINY = { ...SMALL_MAIN_JOB, gammas: [1, 2] };

interface Event {
  readonly type: string;
  readonly instance?: string;
  readonly status?: string;
  readonly folder?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Runs the main job in a folder; returns what happened. */
async function runPipeline(folder: string, settings: Readonly<Record<string, unknown>>) {
  const sets = settingsOf(settings).flatMap((setting) => ["--set", setting]);
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "-A", "src/pipeline/main.ts", "qm9-guided", "--json"],
      ...["--store", `${folder}/store`, "--results", `${folder}/results`, ...sets],
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const events: Event[] = new TextDecoder().decode(stdout).trim().split("\n")
    .map((line) => JSON.parse(line));
  const message = new TextDecoder().decode(stderr);
  strictEqual(code, 0, message);
  const ended = events.find(({ type }) => type === "ended")!;
  const ran = events.filter(({ type }) => type === "finished").map(({ instance }) => instance!);
  return { ran, ended };
}

Deno.test("the main job runs on enumerated molecules, is cached, and reruns what a change concerns", async () => {
  const folder = await Deno.makeTempDir({ prefix: "qm9-guided-" });
  try {
    const first = await runPipeline(folder, TINY);
    // data, three trainings, two bounds, two samplings and evaluations for each method, the report.
    strictEqual(first.ran.length, 1 + 3 + 2 + 4 + 4 + 1);
    const report = `${first.ended.folder}/report`;
    const page = await Deno.readTextFile(`${report}/report.html`);
    match(page, /enumerated/);
    const rows = JSON.parse(await Deno.readTextFile(`${report}/table.json`));
    ok(JSON.stringify(rows).includes("ring_count"));
    ok((await Deno.readTextFile(`${report}/pareto.svg`)).startsWith("<svg"));

    assertEquals((await runPipeline(folder, TINY)).ran, []);

    const more = await runPipeline(folder, { ...TINY, gammas: [1, 2, 3] });
    ok(more.ran.every((name) => name === "report" || name.includes("gamma=3")), `${more.ran}`);
    strictEqual(more.ran.length, 5);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the main job runs all methods, both properties in one network, and compares them", async () => {
  const folder = await Deno.makeTempDir({ prefix: "qm9-guided-" });
  try {
    const { ran, ended } = await runPipeline(folder, {
      ...TINY,
      ...{ baselines: true, prismSteps: 4, scratchSteps: 8, steps: [3, 4], gammas: [2] },
      ...{ count: 12, seeds: [1, 2] },
      properties: ["ring_count", "qed"],
      networks: [{ name: "both", properties: ["ring_count", "qed"] }],
      correctors: [
        { S: 1, omega: 2, guidance: "conditional" },
        { S: 1, omega: 2, guidance: "guided" },
      ],
    });
    // data, six trainings, four bounds, samples and metrics of seven methods and two controls, and the report.
    strictEqual(ran.length, 1 + 6 + 4 + 9 + 9 + 1);
    const report = `${ended.folder}/report`;
    const { rows } = JSON.parse(await Deno.readTextFile(`${report}/table.json`));
    const settings = new Set<string>();
    for (const { property, method, T, seeds } of rows) {
      assertEquals(seeds, [1, 2]);
      settings.add(`${property} ${method} ${T}`);
    }
    // Two properties, two numbers of steps, but of AR one.
    strictEqual(settings.size, 2 * (2 * 8 + 1));
    ok(settings.has("qed ProSeCo (1, 2, guided) 4"), [...settings].join("\n"));
    const page = await Deno.readTextFile(`${report}/report.html`);
    match(page, /Hypervolume of the fronts/);
    match(page, /Held-out likelihood/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
