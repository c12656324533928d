import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { readLladaGolden } from "../../../tests/llada_fixture.ts";
import { architectureOf } from "../architectures.ts";
import { parseConfig } from "../parse_config.ts";

const { folder } = await readLladaGolden("llada-tiny");
const tiny = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));

/**
 * All keys of the configurations that LLaDA-8B-Base, LLaDA-8B-Instruct and LLaDA 1.5 were published with:
 * the three are of one size, and differ in their weights. Written down by heart: they could not be fetched.
 */
const RELEASED = {
  ...{ activation_type: "silu", alibi: false, alibi_bias_max: 8, architectures: ["LLaDAModelLM"] },
  ...{ attention_dropout: 0, attention_layer_norm: false, attention_layer_norm_with_affine: true },
  auto_map: {
    AutoConfig: "configuration_llada.LLaDAConfig",
    AutoModel: "modeling_llada.LLaDAModelLM",
    AutoModelForCausalLM: "modeling_llada.LLaDAModelLM",
  },
  ...{ bias_for_layer_norm: false, block_group_size: 1, block_type: "llama", d_model: 4096 },
  ...{ embedding_dropout: 0, embedding_size: 126464, eos_token_id: 126081 },
  ...{ flash_attention: false, include_bias: false, include_qkv_bias: false },
  ...{ init_cutoff_factor: null, init_device: "meta", init_fn: "mitchell", init_std: 0.02 },
  ...{ input_emb_norm: false, layer_norm_type: "rms", layer_norm_with_affine: true },
  ...{ mask_token_id: 126336, max_sequence_length: 4096, mlp_hidden_size: 12288, mlp_ratio: 4 },
  ...{ model_type: "llada", multi_query_attention: null, n_heads: 32, n_kv_heads: 32 },
  ...{ n_layers: 32, pad_token_id: 126081, precision: "amp_bf16", residual_dropout: 0 },
  ...{ rms_norm_eps: 1e-5, rope: true, rope_full_precision: true, rope_theta: 500_000 },
  ...{ scale_logits: false, transformers_version: "4.46.3", use_cache: false },
  ...{ vocab_size: 126464, weight_tying: false },
};

const parse = (changed: object) =>
  parseConfig(JSON.stringify({ ...tiny, ...changed }), "c.json").config;

Deno.test("the configuration of LLaDA-8B and LLaDA 1.5 gives their sizes, the mask not the last id", () => {
  const { config } = parseConfig(JSON.stringify(RELEASED), "c.json");
  assertEquals(config, {
    architecture: "llada",
    ...{ vocab: 126464, length: 4096, hiddenSize: 4096, nBlocks: 32, nHeads: 32, nKeyHeads: 32 },
    ...{ mlpSize: 12288, rotaryBase: 500_000, normEpsilon: 1e-5, numClasses: 0, maskId: 126336 },
  });
  const specs = architectureOf(config).parameters(config);
  const count = specs.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
  assertEquals(count, 8_015_581_184);
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
      [{ model_type: "llada2_moe" }, /"model_type" is "llada2_moe"/],
      [
        { architectures: ["LLaDAMoEModelLM"] },
        /"architectures" is \["LLaDAMoEModelLM"\], .* not built here: take one of .*"llada" \(/,
      ],
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
