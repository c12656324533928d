import assert from "node:assert/strict";
import { join } from "node:path";
import { HISTORY_FILE } from "../src/artifacts/history.ts";
import { reportHandler } from "../src/report/server/handler.ts";
import { writeRunRecord } from "../src/pipeline/runs/run_record.ts";
import type { Manifest } from "../src/pipeline/store/manifest.ts";
import { Store } from "../src/pipeline/store/store.ts";
import { writeJob } from "../src/pipeline/worker/job.ts";
import {
  fixtureHistory,
  fixtureManifest,
  fixtureSettings,
  makeFixtureReport,
} from "./report_fixture.ts";

const SETTINGS = fixtureSettings({ seeds: [1], steps: [8], gammas: [1, 3] });

Deno.test("The report server shows, compares and follows runs", async (test) => {
  const root = await Deno.makeTempDir();
  const results = join(root, "results"), store = join(results, ".store");
  const handler = reportHandler({ results, store });
  const get = async (path: string, host = "localhost:4173") => {
    const response = await handler(new Request(`http://${host}${path}`));
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      text: await response.text(),
    };
  };
  try {
    await test.step("says what to run where there is nothing yet", async () => {
      const { status, text } = await get("/");
      assert.equal(status, 200);
      assert.match(text, /deno task pipeline qm9-guided/);
    });

    const report = await makeFixtureReport(join(root, "made"), { settings: SETTINGS });
    for (const run of ["run-1", "run-2"]) {
      await Deno.mkdir(join(results, run), { recursive: true });
      await Deno.mkdir(join(results, run, "report"));
      for await (const { name } of Deno.readDir(report)) {
        await Deno.copyFile(join(report, name), join(results, run, "report", name));
      }
    }
    const opened = Store.open(store), scratch = opened.scratchFolder("0123456789abcdef");
    await Deno.mkdir(scratch, { recursive: true });
    await Deno.writeTextFile(join(scratch, HISTORY_FILE), fixtureHistory(200));

    await test.step("lists every run", async () => {
      const { text } = await get("/");
      assert.match(text, /href="\/runs\/run-1\/report\/report\.html"/);
      assert.match(text, /href="\/runs\/run-2\/report\/report\.html"/);
    });

    await test.step("serves a report as it is", async () => {
      const { status, type, text } = await get("/runs/run-1/report/report.html");
      assert.deepEqual([status, type], [200, "text/html; charset=utf-8"]);
      assert.equal(text, await Deno.readTextFile(join(report, "report.html")));
    });

    await test.step("sets runs side by side, never averaged", async () => {
      const { text } = await get("/compare?run=run-1%2Freport&run=run-2%2Freport");
      assert.match(text, /MDM · run-1\/report/);
      assert.match(text, /MDM · run-2\/report/);
    });

    await test.step("asks to tick a run where none is chosen", async () => {
      assert.equal((await get("/compare")).status, 400);
      assert.equal((await get("/compare-runs")).status, 400);
    });

    await test.step("compares what any runs recorded, those that failed among them", async () => {
      for (const [run, status] of [["a", "done"], ["b", "failed"]] as const) {
        await Deno.mkdir(join(results, "own", run), { recursive: true });
        writeRunRecord(join(results, "own", run), {
          ...{ run, status, pipeline: "own", params: {}, settings: [], digest: run, deno: "2" },
          finishedAt: `2026-11-30T00:00:0${run === "a" ? 1 : 2}Z`,
          outputs: {},
          instances: Object.fromEntries([0, 1].map((seed) => [`model[seed=${seed}]`, {
            ...{ task: "model", key: "0".repeat(64), cached: false, seconds: 1, outputs: {} },
            coordinates: { seed },
            params: { seed, rate: run === "a" ? 0.1 : 0.2 },
            facts: { validation: seed + (run === "a" ? 1 : 2) },
          }])),
          ...(run === "b" && {
            failures: {
              "model[seed=2]": {
                ...{ task: "model", status: "failed", reason: "out of <memory>" },
                ...{ coordinates: { seed: 2 }, params: { seed: 2 } },
              },
            },
          }),
        });
      }
      await Deno.mkdir(join(results, "own", "broken"));
      await Deno.writeTextFile(join(results, "own", "broken", "run.json"), "{");
      const index = (await get("/")).text;
      assert.match(index, /name="run" value="own\/a"/);
      assert.match(index, /own\/broken\/run\.json/);
      const { status, text } = await get("/compare-runs?run=own%2Fa&run=own%2Fb");
      assert.equal(status, 200);
      assert.match(text, /<a href="\/run\/own\/b">own\/b<\/a>/);
      assert.match(text, /1\.500 ± 0\.500/);
      assert.match(text, /2\.500 ± 0\.500/);
      assert.match(text, /Dashed: of a run that failed or was stopped/);
      assert.match(text, /model\[seed=2\][\s\S]*out of &#60;memory&#62;/);
      const page = (await get("/run/own/b")).text;
      assert.match(page, /What did not finish[\s\S]*out of &#60;memory&#62;/);
      assert.match(page, /What the tasks recorded/);
    });

    await test.step("follows what is being trained", async () => {
      assert.match((await get("/live")).text, /Training 0123456789ab[\s\S]*Step 200, loss/);
    });

    await test.step("names it as its job does, and tells how far it is", async () => {
      const { parts } = fixtureManifest("0123456789abcdef", {});
      writeJob(opened, {
        ...{ key: "0123456789abcdef", parts, instance: "train[seed=1]", pipeline: "qm9-guided" },
        ...{ run: "run-1", force: false, module: "file:///train.ts", inputs: {} },
        ...{ outputs: [], permissions: {}, root: "", modules: [] },
        params: { steps: 400 },
      });
      const { text } = await get("/live");
      assert.match(text, /qm9-guided: train\[seed=1\][\s\S]*Step 200 of 400/);
      assert.match(text, /<progress max="400" value="200">/);
    });

    await test.step("shows the tasks of a run, joined by what the store says they read", async () => {
      const dataset = fixtureManifest("dataset", {});
      const { hash } = dataset.outputs.text!;
      const train = fixtureManifest("train", { dataset: { hash } });
      const instance = (task: string, { key, outputs }: Manifest) => ({
        ...{ task, key, cached: task === "dataset", seconds: 5 },
        outputs: { out: outputs.text!.hash },
        ...{ coordinates: {}, params: {}, facts: {} },
      });
      writeRunRecord(join(results, "run-1"), {
        ...{ run: "run-1", pipeline: "qm9-guided", profile: "quick", status: "done" },
        ...{ params: { steps: [8] }, finishedAt: "2026-11-24T03:00:00.000Z", deno: "2.9.6" },
        ...{ settings: [], digest: "0d1e", outputs: {} },
        instances: {
          dataset: instance("dataset", dataset),
          train: instance("train", train),
        },
      });
      opened.writeManifest(train);
      const { status, text } = await get("/run/run-1");
      assert.equal(status, 200);
      assert.match(text, /qm9-guided, profile quick: done, 1 of 2 tasks from the cache/);
      assert.equal(text.match(/class="task"/g)?.length, 2);
      assert.equal(text.match(/<path d="M/g)?.length, 1);
      assert.match((await get("/")).text, /href="\/run\/run-1">quick</);
      assert.equal((await get("/run/..%2Frun-1")).status, 404);
    });

    await test.step("shows the sequences that a sampler is drawing", async () => {
      const { showLive } = await import("../src/artifacts/live_samples.ts");
      const folder = opened.scratchFolder("89abcdef01234567");
      await Deno.mkdir(folder, { recursive: true });
      const tokens = Int32Array.from([0, 1, 2, 0, 2, 2]);
      showLive(folder, ["C", "<eos>", "<mask>"], 3).show(tokens, 2, 8);
      const { text } = await get("/live");
      assert.match(text, /Step 2 of 8; the first 2 sequences/);
      assert.equal(text.match(/class="masked">·</g)?.length, 3);
    });

    await test.step("leaves out a log that has been silent for long", async () => {
      const later = reportHandler({ results, store, now: () => Date.now() + 3_600_000 });
      const response = await later(new Request("http://127.0.0.1/live"));
      assert.match(await response.text(), /Nothing is being trained or sampled/);
    });

    await test.step("fills the paper's tables", async () => {
      assert.match((await get("/tables")).text, /reduced model: 1\.0M parameters/);
    });

    await test.step("shows the others where one report cannot be read", async () => {
      const table = join(results, "run-2", "report", "table.json");
      await Deno.writeTextFile(table, "[]");
      const { status, text } = await get("/");
      assert.equal(status, 200);
      assert.match(text, /Cannot read report table .*run-2/);
      assert.match(text, /\/runs\/run-1\//);
    });

    await test.step("gives a page that it serves an origin of its own", async () => {
      const url = "http://localhost/runs/run-1/report/report.html";
      const { headers, body } = await handler(new Request(url));
      await body?.cancel();
      assert.match(headers.get("content-security-policy") ?? "", /^sandbox allow-scripts;.*'none'/);
      assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
    });

    await test.step("answers whatever stands among the results", async () => {
      const folder = join(results, "run-3", "report");
      const scratch = opened.scratchFolder("fedcba9876543210");
      for (const path of [folder, scratch, join(results, "folder.json")]) {
        await Deno.mkdir(path, { recursive: true });
      }
      await Deno.writeTextFile(join(folder, "report.html"), "");
      const huge = await Deno.open(join(folder, "table.json"), { write: true, create: true });
      await huge.truncate(3 * 2 ** 30);
      huge.close();
      await Deno.writeTextFile(join(opened.workFolder("fedcba9876543210"), "job.json"), "{half");
      await Deno.writeTextFile(join(scratch, HISTORY_FILE), "no\nrecord\n");
      if (Deno.build.os !== "windows") {
        const pipes = [join(scratch, "samples.json"), join(results, "run-1", "pipe.json")];
        assert.equal((await new Deno.Command("mkfifo", { args: pipes }).output()).code, 0);
      }
      const { status, text } = await get("/");
      assert.equal(status, 200);
      assert.match(text, /run-3.*it has 3221225472 bytes/);
      assert.match(text, /line 1 is no record of losses/);
      assert.match(text, /Cannot read the job fedcba9876543210/);
      assert.match(text, /\/runs\/run-1\//);
      for (const path of ["/live", "/tables", "/compare?run=run-1%2Freport"]) {
        assert.equal((await get(path)).status, 200, path);
      }
      for (const path of ["/runs/%FF", "/%FF", "/run/%FF", "/runs/a%00.json"]) {
        assert.equal((await get(path)).status, 400, path);
      }
      const absent = [
        "/runs",
        "/runs/",
        "/runs/run-1",
        "/runs/folder.json",
        "/runs/run-1/pipe.json",
      ];
      for (const path of [...absent, "/runs/run-1/report/report.html/x.json"]) {
        assert.equal((await get(path)).status, 404, path);
      }
      const served = await handler(new Request("http://localhost/runs/run-3/report/table.json"));
      assert.equal(served.headers.get("content-length"), String(3 * 2 ** 30));
      await served.body?.cancel();
    });

    await test.step("gives nothing outside the results, nor to another host", async () => {
      await Deno.writeTextFile(join(root, "secret.json"), "{}");
      await Deno.symlink(join(root, "secret.json"), join(results, "run-1", "link.json"));
      for (const path of ["/runs/..%2Fsecret.json", "/runs/run-1/link.json", "/runs/none.json"]) {
        assert.equal((await get(path)).status, 404, path);
      }
      assert.equal((await get("/", "evil.example")).status, 403);
      const posted = await handler(new Request("http://localhost/", { method: "POST" }));
      assert.equal(posted.status, 405);
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
