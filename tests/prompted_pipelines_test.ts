import { deepStrictEqual as assertEquals, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { settingsOf } from "./small_main_job.ts";

const ROOT = new URL("..", import.meta.url).pathname;

const SMALL = {
  ...{ train: 300, validation: 3, test: 3, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 },
  ...{ batchSize: 8, warmupSteps: 2, baseSteps: 6, vanillaSteps: 4, prosecoSteps: 3, arSteps: 4 },
  ...{ steps: [2, 4], correctors: [{ S: 1, omega: 1 }], controls: true },
};

for (const name of ["code", "math"]) {
  Deno.test(`the pipeline "${name}" goes from problems of our own to its report`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const pipeline = await loadPipeline(name, { root: ROOT, set: settingsOf(SMALL) });
      const store = Store.open(join(folder, "store")), results = join(folder, "results");
      const { status, folder: ran } = await run(pipeline, { store, results });
      strictEqual(status, "done");
      const report = join(ran!, "report");
      const [header, ...rows] = (await Deno.readTextFile(join(report, "frontier.csv"))).trim()
        .split("\n");
      match(header!, /evaluations/);
      // Two parts, two numbers of steps, vanilla, ProSeCo and three controls of it; and AR.
      assertEquals(rows.length, 2 * (5 * 2 + 1));
      match(await Deno.readTextFile(join(report, "report.html")), /Not shown/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
