import { deepStrictEqual as assertEquals, match, ok, strictEqual } from "node:assert/strict";

const ROOT = new URL("..", import.meta.url).pathname;

/** The main job at a size that takes a minute. */
const TINY = {
  source: "enumerated",
  enumerate: 300,
  hiddenSize: 16,
  nBlocks: 1,
  nHeads: 2,
  condDim: 8,
  batchSize: 16,
  warmupSteps: 2,
  baseSteps: 12,
  prosecoSteps: 6,
  mdmSteps: 6,
  count: 24,
  steps: [4],
  gammas: [1, 2],
};

interface Event {
  readonly type: string;
  readonly instance?: string;
  readonly status?: string;
  readonly folder?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Runs the main job in a folder; returns what happened. */
async function runPipeline(folder: string, settings: Readonly<Record<string, unknown>>) {
  const sets = Object.entries(settings).flatMap((
    [name, value],
  ) => ["--set", `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`]);
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
    // data, three trainings, two samplings and evaluations for each method, and the report.
    strictEqual(first.ran.length, 1 + 3 + 4 + 4 + 1);
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
