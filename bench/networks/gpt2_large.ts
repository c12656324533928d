/**
 * What memory the judge takes that is a GPT-2 Large in float32 (774 million parameters, 3.1 GB): a
 * random network of its shape is written to a folder, and judges texts in a process of its own.
 *
 * ```sh
 * deno run -A bench/networks/gpt2_large.ts write FOLDER [--blocks 36] [--hidden 1280]
 * /usr/bin/time -v deno run -A bench/networks/gpt2_large.ts judge FOLDER [--texts 4] [--tokens 1024]
 * ```
 *
 * @module
 */
import { parseArgs } from "node:util";
import type { DatasetMeta } from "../../src/artifacts/dataset_meta.ts";
import { readNetworkJudge } from "../../src/judging/network_judge.ts";
import { architectureOf } from "../../src/model/architectures.ts";
import { writeCheckpoint } from "../../src/model/checkpoint.ts";
import type { Gpt2Config } from "../../src/model/gpt2/gpt2_config.ts";
import { countParameters } from "../../src/model/parameters.ts";
import { randomKey, RandomStream } from "../../src/random/mod.ts";

const { values, positionals: [what, folder] } = parseArgs({
  allowPositionals: true,
  options: {
    blocks: { type: "string", default: "36" },
    hidden: { type: "string", default: "1280" },
    texts: { type: "string", default: "4" },
    tokens: { type: "string", default: "1024" },
  },
});
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
if (folder === undefined) throw new Error("Cannot measure: name a folder");

if (what === "write") {
  const config: Gpt2Config = {
    ...{ architecture: "gpt2", vocab: 50_257, length: 1024, numClasses: 0, maskId: 50_256 },
    ...{ hiddenSize: Number(values.hidden), nBlocks: Number(values.blocks), causal: true },
    nHeads: Number(values.hidden) / 64,
  };
  const stream = new RandomStream(randomKey(1));
  // What numbers stand there changes neither memory nor time.
  const some = Float32Array.from({ length: 2 ** 16 }, () => 0.02 * stream.normal());
  const parameters = Object.fromEntries(
    architectureOf(config).parameters(config).map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
      for (let at = 0; at < data.length; at += some.length) {
        data.set(some.subarray(0, Math.min(some.length, data.length - at)), at);
      }
      return [name, { shape, data }];
    }),
  );
  await writeCheckpoint(folder, { config, parameters });
  print(`${countParameters(parameters).toLocaleString("en-GB")} parameters`);
} else {
  const started = performance.now(), count = Number(values.texts);
  // A GPT-2 encodes texts by itself; of the data set it asks nothing.
  const judge = await readNetworkJudge(folder, {} as DatasetMeta);
  const stream = new RandomStream(randomKey(2)), words = ["the", " people", " of", " Congress"];
  const texts = Array.from(
    { length: count },
    () => Array.from({ length: Number(values.tokens) }, () => words[stream.integer(4)]!).join(""),
  );
  const { nats, counted } = await judge.judge(texts);
  await judge.release();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const mean = nats.reduce((sum, own) => sum + own, 0) / counted.reduce((sum, own) => sum + own, 0);
  print(`${judge.name}: ${mean.toFixed(3)} nats a token, ${count} texts in ${seconds} s`);
}
