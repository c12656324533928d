import { deepStrictEqual as assertEquals, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { readCompletions } from "../src/artifacts/completions.ts";
import { readCheckpoint } from "../src/model/checkpoint.ts";
import prompted from "../tasks/data/prompted.ts";
import answers from "../tasks/sample/prompted.ts";
import mdm from "../tasks/train/mdm.ts";
import { writePublishedNetwork } from "./published_fixture.ts";

const EXAMPLES = Array.from(
  { length: 12 },
  (_, i) => JSON.stringify({ prompt: `${i} + 1 =`, answer: String(i + 1), system: "Add." }),
).join("\n");

Deno.test("tasks make data for a published network, tune it by adapters and ask both", async () => {
  const folder = await Deno.makeTempDir(), at = (name: string) => join(folder, name);
  const context = {
    ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
    ...{ progress() {}, log() {}, record() {} },
  };
  try {
    await writePublishedNetwork(at("network"));
    await Deno.writeTextFile(at("examples.jsonl"), EXAMPLES);
    await prompted.run({
      ...context,
      params: prompted.params.parse({
        ...{ source: "file", tokenizer: "published", format: "chat", judge: "math" },
        answerPositions: 4,
      }),
      inputs: { examples: at("examples.jsonl"), tokens: at("network") },
      outputs: { dataset: at("dataset") },
    });
    await Deno.mkdir(at("train"));
    await mdm.run({
      ...{ ...context, scratch: at("train") },
      params: mdm.params.parse({
        ...{ steps: 2, batchSize: 4, warmupSteps: 1, learningRate: 1e-3, logEvery: 1 },
        ...{ validationBatches: 1, lora: { rank: 2, alpha: 4 } },
      }),
      inputs: { dataset: at("dataset"), checkpoint: at("network") },
      outputs: {
        ...{ model: at("model"), history: at("history.json") },
        ...{ checkpoints: at("checkpoints"), log: at("log") },
      },
    });
    const { vocabulary, config } = await readCheckpoint(at("model"));
    assertEquals([vocabulary!.tokenizer, vocabulary!.tokens.length, config.vocab], [
      ...["published", 6272, 6272],
    ]);
    for (const [i, checkpoint] of [at("network"), at("model")].entries()) {
      const completions = at(`completions${i}`), scratch = at(`scratch${i}`);
      await Deno.mkdir(scratch);
      await answers.run({
        ...{ ...context, scratch },
        params: answers.params.parse({ steps: [2], blockLength: 2 }),
        inputs: { dataset: at("dataset"), checkpoint },
        outputs: { completions },
      });
      const [file] = await Array.fromAsync(Deno.readDir(completions));
      const read = await readCompletions(join(completions, file!.name));
      assertEquals(read.settings.format, "chat");
      ok(read.completions.every(({ answers: [answer] }) => typeof answer === "string"));
      match(read.completions[0]!.id, /^examples\//);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
