// deno-lint-ignore-file no-console
/**
 * What the rooms that need no Deno compute, as one line of JSON: the same in any JavaScript. It runs as
 * a bundle in Node and in a browser.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { compile, type EngineName, setWasmFolder } from "../src/tensor/mod.ts";
import { createDenoiser, initialParameters, newConfig } from "../src/model/mod.ts";
import { drawSamples, samplerNamed } from "../src/diffusion/mod.ts";
import { foldIn, randomKey, RandomStream } from "../src/random/mod.ts";
import { smilesTokenizer } from "../src/domains/molecules/smiles_tokenizer.ts";
import { repeatedRuns, TEXT_TOKENIZERS } from "../src/domains/text/mod.ts";

/** Numbers that any two processors round to the same decimals. */
const rounded = (values: Iterable<number>) => Array.from(values, (value) => value.toFixed(4));

/** What each room computes, on an engine. */
export async function portableCore(engine: EngineName = "cpu"): Promise<string> {
  const scalar = { shape: [], dtype: "float32" } as const;
  // Not "await using": older Node does not read it.
  const descent = await compile(
    ({ x, rate }) => ({ x: tf.sub(x, tf.mul(rate, tf.grad((at) => tf.square(at))(x))) }),
    {
      engine,
      inputs: { rate: scalar },
      state: { x: { ...scalar, data: Float32Array.of(8) } },
    },
  );
  await descent.run({ rate: Float32Array.of(0.25) });
  const { x } = await descent.state();
  const moved = [...x];
  await descent[Symbol.asyncDispose]();

  const facts = { vocab: 5, length: 6, numClasses: 2, maskId: 4 };
  const config = newConfig({ hiddenSize: 16, condDim: 8, nBlocks: 1, nHeads: 2 }, facts);
  const parameters = initialParameters(config, randomKey(3));
  const denoiser = createDenoiser(parameters, config, { engine });
  const drawn = await drawSamples(denoiser, {
    sampler: samplerNamed("proseco"),
    settings: { T: 6, corrector: { S: 1, omega: 2 } },
    ...{ key: foldIn(randomKey(5), "draw"), labels: Int32Array.of(0, 1) },
    ...{ bosId: 0, eosId: 1, padId: 2 },
  });
  await denoiser.release();

  const text = await TEXT_TOKENIZERS.characters.ofTexts(["to be or not to be"]);
  return JSON.stringify({
    random: rounded([new RandomStream(randomKey(7)).normal()]),
    moved,
    weights: rounded(parameters["vocab_embed.embedding"]!.data.slice(0, 4)),
    drawn: [...drawn.tokens],
    evaluations: drawn.evaluations,
    smiles: [...smilesTokenizer().encode("C1CC1", 8)!],
    text: text.encode("not"),
    repeated: repeatedRuns("to be or not to be or not to be"),
  });
}

if (!("Deno" in globalThis)) {
  // A page's address says it otherwise: /?wasm, with that engine's files in /wasm/.
  const asksWasm = globalThis.location?.search === "?wasm";
  if (asksWasm) await setWasmFolder("/wasm");
  console.log(await portableCore(asksWasm ? "wasm" : "cpu"));
}
