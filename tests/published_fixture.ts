import { writeSafetensors } from "../src/tensor/safetensors_io.ts";
import { initialParameters } from "../src/model/parameters.ts";
import { parseConfig } from "../src/model/parse_config.ts";
import { randomKey } from "../src/random/mod.ts";

const TOKENIZER = new URL("./golden/text/tokenizer.json", import.meta.url);

/** Turns of Llama's kind, which LLaDA has. */
const TEMPLATE =
  "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>" +
  "\n\n{{ message.content }}<|eot_id|>{% endfor %}<|start_header_id|>assistant<|end_header_id|>{{ '\n\n' }}";

const CONFIG = {
  ...{ model_type: "llada", d_model: 16, n_layers: 1, n_heads: 2, n_kv_heads: 2 },
  ...{ mlp_hidden_size: 32, vocab_size: 6272, embedding_size: 6272, max_sequence_length: 128 },
  ...{ rope_theta: 500_000, rms_norm_eps: 1e-5, weight_tying: false, include_bias: false },
  ...{ include_qkv_bias: false, activation_type: "silu", block_type: "llama" },
  ...{ layer_norm_type: "rms", mask_token_id: 6261 },
};

/** The special tokens of the golden tokenizer. */
export const PUBLISHED_IDS = { bosId: 6256, eosId: 6257, padId: 6257, maskId: 6261 };

/** Rows of the network's embedding, some of which no token has. */
export const PUBLISHED_VOCAB = 6272;

/** Options of {@linkcode writePublishedNetwork}. */
export interface PublishedNetworkOptions {
  /** Keys of its `config.json` that differ. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Keys of its `tokenizer_config.json` that differ. */
  readonly tokenizer?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a folder as those who publish a network of LLaDA's kind do: a tiny one with random weights, the
 * golden tokenizer and a chat template.
 */
export async function writePublishedNetwork(
  folder: string,
  { config: changed, tokenizer }: PublishedNetworkOptions = {},
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const text = JSON.stringify({ ...CONFIG, ...changed });
  await Deno.writeTextFile(`${folder}/config.json`, text);
  await Deno.copyFile(TOKENIZER, `${folder}/tokenizer.json`);
  await Deno.writeTextFile(
    `${folder}/tokenizer_config.json`,
    JSON.stringify({
      ...{ bos_token: "<|startoftext|>", eos_token: "<|endoftext|>" },
      ...{ pad_token: "<|endoftext|>", chat_template: TEMPLATE },
      ...tokenizer,
    }),
  );
  const { config } = parseConfig(text, "config.json");
  const tensors = Object.entries(initialParameters(config, randomKey(5))).map((
    [name, { shape, data }],
  ) => [name, { dtype: "F32" as const, shape, data }]);
  await writeSafetensors(`${folder}/model.safetensors`, Object.fromEntries(tensors));
}
