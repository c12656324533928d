import { deepStrictEqual as assertEquals, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { settingsOf } from "./small_main_job.ts";

const ROOT = new URL("..", import.meta.url).pathname;

const SMALL = {
  ...{ tokenizer: "characters", length: 16, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 },
  ...{ batchSize: 8, baseSteps: 30, prosecoSteps: 20, count: 3, steps: 6, correctedSteps: 4 },
  boundSequences: 8,
};

Deno.test("the pipeline of texts trains on a corpus and writes texts of its characters", async () => {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PROSECO_DATA");
  Deno.env.set("PROSECO_DATA", folder);
  try {
    const corpus = "To be, or not to be: that is the question.\n".repeat(60);
    await Deno.mkdir(join(folder, "text", "tinyshakespeare"), { recursive: true });
    await Deno.writeTextFile(join(folder, "text", "tinyshakespeare", "input.txt"), corpus);
    const pipeline = await loadPipeline("text", { root: ROOT, set: settingsOf(SMALL) });
    const store = Store.open(join(folder, "store")), results = join(folder, "results");
    const { status, folder: ran } = await run(pipeline, { store, results });
    strictEqual(status, "done");
    for (const [name, nfe] of [["mdm-samples", 6], ["proseco-samples", 4 + 2 * 2]] as const) {
      const samples = JSON.parse(await Deno.readTextFile(join(ran!, name)));
      assertEquals([samples.texts.length, samples.nfe], [3, nfe]);
      const known = new RegExp(`^(?:[${[...new Set(corpus)].join("")}]|<\\|endoftext\\|>)*$`);
      for (const text of samples.texts) ok(known.test(text), text);
    }
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
});
