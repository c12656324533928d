import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { writeRunPage } from "../src/report/runs/run_page.ts";
import { fixtureSettings, makeFixtureReport } from "./report_fixture.ts";

const RUN = {
  run: "2026-11-25_20-00-00-000-abcd",
  pipeline: "qm9-guided",
  profile: "quick",
  status: "done",
  params: { gammas: [1, 3] },
  settings: ["gammas=[1,3]"],
  finishedAt: "2026-11-25T20:00:00.000Z",
  deno: "2.9.6",
  instances: {
    data: { task: "data", key: "aa11", cached: true, seconds: 67, outputs: { dataset: "d0" } },
    report: { task: "report", key: "bb22", cached: false, seconds: 2, outputs: { report: "e0" } },
  },
  outputs: { report: { instance: "report", output: "report" } },
};

/** Writes the manifest of an instance into a store. */
async function writeManifest(store: string, key: string, inputs: Record<string, unknown>) {
  const folder = join(store, "manifests", key.slice(0, 2));
  await Deno.mkdir(folder, { recursive: true });
  const parts = { inputs, packages: ["zod@4.6.7"] };
  const manifest = { host: "bench-1", deno: "2.9.6", parts };
  await Deno.writeTextFile(
    join(folder, `${key.slice(2)}.json`),
    `checksum\n${JSON.stringify(manifest)}\n`,
  );
}

Deno.test("the page of a run adds tasks, machine and parameters to what the run reported", async () => {
  const root = await Deno.makeTempDir();
  try {
    const folder = join(root, "run"), store = join(root, "store");
    const report = await makeFixtureReport(join(root, "made"), {
      settings: fixtureSettings({ seeds: [1], steps: [8], gammas: [1, 3] }),
    });
    await Deno.mkdir(folder);
    await Deno.rename(report, join(folder, "report"));
    await Deno.writeTextFile(join(folder, "run.json"), JSON.stringify(RUN));
    await writeManifest(store, "aa11", {});
    await writeManifest(store, "bb22", { dataset: { hash: "d0" } });
    const page = await Deno.readTextFile(await writeRunPage(folder, store));
    // All that the report has, its files now in a folder, and one more section for each.
    const own = await Deno.readTextFile(join(folder, "report", "report.html"));
    const sections = (text: string) =>
      [...text.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
    strictEqual(
      sections(page).join(),
      [...sections(own), "tasks", "machine", "parameters"].join(),
    );
    ok(page.includes('href="report/table.csv"') && !page.includes('href="table.csv"'));
    match(page, /<text[^>]*>data<\/text><text[^>]*>from cache<\/text>/);
    match(page, /bench-1 \(2 tasks\)/);
    match(page, /zod@4\.6\.7/);
    match(page, /deno task pipeline qm9-guided --profile quick --set &#39;gammas=\[1,3\]&#39;/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("a run that published no report still has a page", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const run = { ...RUN, status: "failed", outputs: {} };
    await Deno.writeTextFile(join(folder, "run.json"), JSON.stringify(run));
    const page = await Deno.readTextFile(await writeRunPage(folder, join(folder, "none")));
    match(page, /qm9-guided, profile quick: failed, 1 of 2 tasks from the cache/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
