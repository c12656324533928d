import { deepStrictEqual as assertEquals, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readScores } from "../src/artifacts/scores.ts";
import { readTextSamples } from "../src/artifacts/samples.ts";
import { loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { settingsOf } from "./small_main_job.ts";

const ROOT = new URL("..", import.meta.url).pathname;

const SMALL = {
  ...{ tokenizer: "characters", length: 16, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 },
  ...{ batchSize: 8, baseSteps: 20, mdmSteps: 10, prosecoSteps: 10, arSteps: 20, judgeSteps: 20 },
  ...{ warmupSteps: 5, count: 4, batch: 4, steps: [6], correctedSteps: [3], boundSequences: 8 },
  ...{ briefSteps: 5, prismSteps: 5, loopSteps: [8], guidedSteps: 4, gammas: [0, 2] },
};

async function runSmall(settings: object, check: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PROSECO_DATA");
  Deno.env.set("PROSECO_DATA", folder);
  try {
    const corpus = "To be, or not to be: that is the question.\n".repeat(200);
    await Deno.mkdir(join(folder, "text", "tinyshakespeare"), { recursive: true });
    await Deno.writeTextFile(join(folder, "text", "tinyshakespeare", "input.txt"), corpus);
    const set = settingsOf({ ...SMALL, ...settings });
    const pipeline = await loadPipeline("text", { root: ROOT, set });
    const store = Store.open(join(folder, "store")), results = join(folder, "results");
    const { status, folder: ran } = await run(pipeline, { store, results });
    strictEqual(status, "done");
    await check(ran!);
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
}

/** The one file of an output, which may be a folder of those of several settings. */
function onlyFile(path: string): string {
  if (Deno.statSync(path).isFile) return path;
  return join(path, [...Deno.readDirSync(path)][0]!.name);
}

/** Methods of the table of a run's report. */
async function methodsOf(ran: string): Promise<Set<string>> {
  const [header, ...rows] = (await Deno.readTextFile(join(ran, "report", "table.csv"))).trim()
    .split("\n");
  const column = header!.split(",").indexOf("method");
  return new Set(rows.map((row) => row.match(/("[^"]*"|[^,]*)(?:,|$)/g)![column]!));
}

Deno.test("the pipeline of texts trains on a corpus, writes texts by all methods and has them judged", async () => {
  const settings = { corpus: "tiny-shakespeare", property: [], guided: false, controls: true };
  await runSmall(settings, async (ran) => {
    const evaluations = { mdm: 6, proseco: 3 + 1, ar: 15, "remdm-loop": 8, prism: 6, kept: 3 + 1 };
    for (const [name, nfe] of Object.entries(evaluations)) {
      const samples = await readTextSamples(onlyFile(join(ran, `${name}-samples`)));
      assertEquals([samples.texts.length, samples.nfe], [4, nfe], name);
      for (const text of samples.texts) {
        ok(/^(?:[To be,rnthaisqu:.\n]|<\|endoftext\|>)*$/.test(text));
      }
      const metrics = await Deno.readTextFile(onlyFile(join(ran, `${name}-metrics`)));
      strictEqual(JSON.parse(metrics).n, 4);
    }
    const page = await Deno.readTextFile(join(ran, "report", "report.html"));
    for (const title of ["Held-out likelihood", "Texts side by side", "Training"]) {
      ok(page.includes(title), title);
    }
    match(page, /Nats a character, against the MDM at equal evaluations/);
    strictEqual((await methodsOf(ran)).size, 11);
    const { scores } = await readScores(join(ran, "report", "scores.json"));
    match(String(scores[0]?.judge), /^a model of runs of 7 characters .*[^.]$/);
    const methods = new Set(scores.map(({ method }) => method));
    for (const name of ["MDLM", "ProSeCo · corrector.prior = kept", "AR", "data"]) {
      ok(methods.has(name), [...methods].join());
    }
  });
});
