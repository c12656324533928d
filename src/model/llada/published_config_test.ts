import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { readLladaGolden } from "../../../tests/llada_fixture.ts";
import { parseConfig } from "../parse_config.ts";

const { folder } = await readLladaGolden("llada-tiny");
const tiny = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));

const parse = (changed: object) =>
  parseConfig(JSON.stringify({ ...tiny, ...changed }), "c.json").config;

Deno.test("a configuration with the keys of LLaDA-8B gives its sizes, the mask not the last id", () => {
  const released = {
    ...{ d_model: 4096, n_layers: 32, n_heads: 32, n_kv_heads: 32, mlp_hidden_size: 12288 },
    ...{ vocab_size: 126464, embedding_size: 126464, mask_token_id: 126336 },
    // What decides nothing here, and what says in other words what is built.
    ...{ alibi: false, alibi_bias_max: 8, rope: true, rope_full_precision: true, mlp_ratio: 4 },
    ...{ multi_query_attention: null, use_cache: false, init_device: "meta", clip_qkv: null },
    ...{ scale_logits: false, block_group_size: 1, flash_attention: false },
  };
  assertEquals(parse(released), {
    architecture: "llada",
    ...{ vocab: 126464, length: 4096, hiddenSize: 4096, nBlocks: 32, nHeads: 32, nKeyHeads: 32 },
    ...{ mlpSize: 12288, rotaryBase: 500_000, normEpsilon: 1e-5, numClasses: 0, maskId: 126336 },
  });
});

Deno.test("likes of LLaDA that differ by their configuration are read as they say", () => {
  const sizes = (changed: object) => {
    const { nKeyHeads, mlpSize, vocab, rotaryBase } = parse(changed) as unknown as Record<
      string,
      number
    >;
    return { nKeyHeads, mlpSize, vocab, rotaryBase };
  };
  assertEquals(sizes({ n_kv_heads: null, mlp_hidden_size: null, embedding_size: null }), {
    ...{ nKeyHeads: 4, mlpSize: 256, vocab: 160, rotaryBase: 500_000 },
  });
  assertEquals(
    sizes({
      ...{ n_kv_heads: null, multi_query_attention: true, mlp_hidden_size: null, mlp_ratio: 2 },
      ...{ embedding_size: 192, rope_theta: 10_000 },
    }),
    { nKeyHeads: 1, mlpSize: 128, vocab: 192, rotaryBase: 10_000 },
  );
});

Deno.test("a configuration of another network is refused by its name or by the key that differs", () => {
  for (
    const [changed, message] of [
      [
        { model_type: "Dream" },
        /"model_type" is "Dream", .* not built here: take one of .*"llada" \(/,
      ],
      [{ model_type: "gpt_neox" }, /"model_type" is "gpt_neox"/],
      [{ model_type: "llada_moe" }, /"model_type" is "llada_moe"/],
      [{ model_type: 3 }, /"model_type" is 3/],
      [{ include_qkv_bias: true }, /"include_qkv_bias" must be false: .*: got true/],
      [{ weight_tying: true }, /"weight_tying" must be false: .*: got true/],
      [{ activation_type: "swiglu" }, /"activation_type" must be "silu": .*: got "swiglu"/],
      [{ block_type: undefined }, /"block_type" must be "llama": .*: got nothing: is it another/],
      [{ d_model: undefined }, /"d_model" must be an integer of at least 2: got nothing/],
      [{ d_model: 60 }, /"d_model" must be a multiple of 2 · n_heads \(8\): got 60/],
      [{ n_kv_heads: 3 }, /"n_heads" must be a multiple of n_kv_heads \(3\): got 4/],
      [{ mask_token_id: 160 }, /"mask_token_id" must be below the embedding's size \(160\)/],
      [{ rope_theta: -1 }, /"rope_theta" must be above 0: got -1/],
    ] as const
  ) throws(() => parse(changed), message);
});
