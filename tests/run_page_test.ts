import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { writeRunPage } from "../src/report/runs/run_page.ts";
import { type RunRecord, writeRunRecord } from "../src/pipeline/runs/run_record.ts";
import { Store } from "../src/pipeline/store/store.ts";
import { fixtureManifest, fixtureSettings, makeFixtureReport } from "./report_fixture.ts";

const DATA = fixtureManifest("data", {});
const DATASET = DATA.outputs.text!.hash;
const REPORT = fixtureManifest("report", { dataset: { hash: DATASET } });
const NO_FACTS = { coordinates: {}, params: {}, facts: {} };
const RUN: RunRecord = {
  run: "2026-11-25_20-00-00-000-abcd",
  pipeline: "qm9-guided",
  profile: "quick",
  status: "done",
  params: { gammas: [1, 3] },
  settings: ["gammas=[1,3]"],
  finishedAt: "2026-11-25T20:00:00.000Z",
  deno: "2.9.6",
  digest: "0d1e",
  instances: {
    data: {
      ...{ task: "data", key: DATA.key, cached: true, seconds: 67, outputs: { dataset: DATASET } },
      ...NO_FACTS,
    },
    report: {
      ...{ task: "report", key: REPORT.key, cached: false, seconds: 2 },
      outputs: { report: REPORT.outputs.text!.hash },
      ...NO_FACTS,
    },
  },
  outputs: { report: { instance: "report", output: "report" } },
};

Deno.test("the page of a run adds tasks, machine and parameters to what the run reported", async () => {
  const root = await Deno.makeTempDir();
  try {
    const folder = join(root, "run"), store = join(root, "store");
    const report = await makeFixtureReport(join(root, "made"), {
      settings: fixtureSettings({ seeds: [1], steps: [8], gammas: [1, 3] }),
    });
    await Deno.mkdir(folder);
    await Deno.rename(report, join(folder, "report"));
    writeRunRecord(folder, RUN);
    const manifests = Store.open(store);
    manifests.writeManifest(DATA);
    manifests.writeManifest(REPORT);
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
    writeRunRecord(folder, { ...RUN, status: "failed", outputs: {} });
    const page = await Deno.readTextFile(await writeRunPage(folder, join(folder, "none")));
    match(page, /qm9-guided, profile quick: failed, 1 of 2 tasks from the cache/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
