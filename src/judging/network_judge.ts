import { createHash } from "node:crypto";
import type { DatasetMeta } from "../artifacts/dataset_meta.ts";
import { markedEncoder } from "../domains/text/judges/encode_marked.ts";
import { type TextLikelihood, textLikelihood } from "../domains/text/judges/text_likelihood.ts";
import { textTokenizer } from "../domains/text/tokenizers/text_tokenizers.ts";
import { type Checkpoint, readCheckpoint } from "../model/checkpoint.ts";
import { countParameters, type Parameters } from "../model/parameters.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import { createNextTokenScorer, type NextTokenScorer } from "./next_token_scorer.ts";

/** A network that judges texts. */
export interface NetworkJudge {
  /** What it is, in a phrase. */
  readonly name: string;
  /** A hash of its weights: networks of one name may differ. */
  readonly id: string;
  /** Judges texts in which special tokens stand by their names. */
  judge(texts: readonly string[], options?: JudgeTextsOptions): Promise<TextLikelihood>;
  /** Frees what runs it. */
  release(): Promise<void>;
}

/** Options of {@linkcode NetworkJudge.judge}. */
export interface JudgeTextsOptions {
  /** Stops it, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Hears of judged texts. */
  onProgress?(done: number, total: number): void;
}

/** Tokens that the network sees at once. */
const TOKENS_AT_ONCE = 2048;

/** Lengths of sequences are multiples of this, so that few programs are compiled. */
const LENGTH_STEP = 32;

/** Vocabulary of a GPT-2. */
const GPT2_VOCAB = 50_257;

function hashOf(parameters: Parameters): string {
  const hash = createHash("sha256");
  for (const [name, { data }] of Object.entries(parameters)) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex").slice(0, 12);
}

/** How a network writes texts as tokens, and what it never predicts. */
interface Encoding {
  readonly bosId: number;
  readonly eosId: number;
  readonly maskId?: number;
  encode(text: string): number[];
}

/** The encoding of a network: that of a data set if it was trained on its tokens, else GPT-2's. */
async function encodingOf(
  { config, training = {} }: Checkpoint,
  meta: DatasetMeta,
  folder: string,
): Promise<Encoding> {
  if (training.objective !== undefined) {
    if (config.vocab !== meta.tokens.length) {
      throw new RangeError(
        `Cannot judge by the network in "${folder}": it has ${config.vocab} tokens, the data set ` +
          `${meta.tokens.length}: train it on the judge's part of the same data`,
      );
    }
    const { bosId, eosId, maskId } = meta;
    return { bosId, eosId, maskId, encode: markedEncoder(await textTokenizer(meta)) };
  }
  if (config.vocab !== GPT2_VOCAB) {
    throw new RangeError(
      `Cannot judge by the network in "${folder}": it has ${config.vocab} tokens, a GPT-2 ` +
        `${GPT2_VOCAB}, and it does not say that train/ar made it`,
    );
  }
  const tokenizer = await textTokenizer({
    source: { tokenizer: "gpt2", packed: true },
    tokens: [],
  });
  const { bosId, eosId } = tokenizer;
  return { bosId, eosId, encode: markedEncoder(tokenizer) };
}

function nameOf({ config, parameters, training = {} }: Checkpoint): string {
  const size = `${countParameters(parameters).toLocaleString("en-GB")} parameters`;
  if (training.objective === undefined) return `GPT-2 of ${size}`;
  return `an autoregressive ${
    config.architecture ?? "dit"
  } of ${size}, trained on texts of the judge's own`;
}

/**
 * Reads a network that judges texts: a checkpoint of `train/ar` or a GPT-2 of any size. A text is given
 * the token that begins texts, if it does not begin with it, and is cut to what the network sees.
 *
 * @param meta The data set of the texts.
 * @throws {RangeError} If it is neither, or of other tokens than the data set.
 */
export async function readNetworkJudge(
  folder: string,
  meta: DatasetMeta,
  options: EngineOptions = {},
): Promise<NetworkJudge> {
  const checkpoint = await readCheckpoint(folder), { config, parameters } = checkpoint;
  const { bosId, eosId, maskId, encode } = await encodingOf(checkpoint, meta, folder);
  const scorers = new Map<number, NextTokenScorer>();
  const scorerOf = async (longest: number) => {
    const length = Math.min(config.length, LENGTH_STEP * Math.ceil(longest / LENGTH_STEP));
    const rows = Math.max(1, Math.floor(TOKENS_AT_ONCE / length));
    const scorer = scorers.get(length) ??
      await createNextTokenScorer(parameters, { ...config, length }, { ...options, rows, maskId });
    scorers.set(length, scorer);
    return scorer;
  };
  return {
    name: nameOf(checkpoint),
    id: hashOf(parameters),
    async judge(texts, judging = {}) {
      const encoded = texts.map((text) => {
        const ids = encode(text);
        return ids[0] === bosId ? ids : [bosId, ...ids];
      });
      const longest = encoded.reduce((most, { length }) => Math.max(most, length), 1);
      return await textLikelihood(encoded, await scorerOf(longest), { eosId, ...judging });
    },
    async release() {
      for (const scorer of scorers.values()) await scorer.release();
      scorers.clear();
    },
  };
}
