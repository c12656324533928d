import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { join } from "node:path";
import { writeAnswerMetrics } from "../../src/artifacts/answer_metrics.ts";
import { readScores, SCORES_FILE } from "../../src/artifacts/scores.ts";
import scores from "./scores.ts";

const GIVEN = { model: { name: "DiT", parameters: 5 }, methods: { gsm: "Vanilla SFT" } };

async function run(instances: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    const metrics = await Promise.all(instances.map(async (instance, seed) => {
      const path = join(folder, `${seed}.json`);
      const settings = { dataset: "gsm8k", seed };
      await writeAnswerMetrics(path, {
        ...{ settings, judge: "gsm8k strict 1", interval: [0, 1], empty: 0 },
        ...{ accuracy: seed / 4, answered: 1, problems: [] },
      });
      return { instance, path };
    }));
    const outputs = { scores: join(folder, "scores") };
    await scores.run({
      ...{ params: scores.params.parse(GIVEN), inputs: { metrics }, outputs, scratch: folder },
      ...{ cpus: 1, signal: new AbortController().signal },
      progress() {},
      log() {},
      record() {},
    });
    return await readScores(join(outputs.scores, SCORES_FILE));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("report/scores writes what the tables read", async () => {
  const { model, scores } = await run(["gsm[seed=0]", "gsm[seed=1]"]);
  assertEquals(model, GIVEN.model);
  assertEquals(scores, [{
    ...{ method: "Vanilla SFT", metric: "GSM8K", seeds: [0, 1] },
    ...{ value: { mean: 12.5, se: 12.5 }, empty: 0 },
    ...{ judge: "gsm8k strict 1", settings: { dataset: "gsm8k" } },
  }]);
});

Deno.test("report/scores asks for the row of each task", async () => {
  await rejects(run(["other[seed=0]"]), /"other\[seed=0\]": methods names no row for "other"/);
});
