import { type ByteSource, SafetensorsReader } from "../../tensor/safetensors_reader.ts";
import { architectureOf } from "../architectures.ts";
import type { Parameter } from "../parameter.ts";
import { parseConfig } from "../parse_config.ts";
import { parseVocabulary } from "../vocabulary/parse_vocabulary.ts";
import { assembleCheckpoint, type Checkpoint } from "./assemble_checkpoint.ts";
import { findWeights, holdersOf } from "./weight_places.ts";

/** The files of a checkpoint's folder. */
export interface CheckpointBytes {
  /** Text of `config.json`. */
  readonly config: string;
  /** Content of `model.safetensors`. */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** Text of `tokens.json`. @default {undefined}, the tokens are not known */
  readonly tokens?: string;
  /** What it is called, for errors. @default {"checkpoint"} */
  readonly name?: string;
}

const WEIGHTS = "model.safetensors";

function sourceOf(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    read(place, into) {
      const part = bytes.subarray(place, place + into.length);
      into.set(part);
      return Promise.resolve(part.length);
    },
    close() {},
  };
}

/**
 * The checkpoint of the content of its files, wherever that comes from: of this project or a published
 * one; half precision and bfloat16 are widened.
 *
 * @throws {Error} If a file is damaged, a size or parameter is missing or does not fit the others, or a
 *   parameter is not finite or one too many.
 */
export async function checkpointOfBytes(
  { config: text, weights, tokens, name = "checkpoint" }: CheckpointBytes,
): Promise<Checkpoint> {
  const parsed = parseConfig(text, "config.json"), { config } = parsed;
  const { parameters: specs, isDerived } = architectureOf(config);
  using file = await SafetensorsReader.open(sourceOf(weights), WEIGHTS);
  const opened = { files: [file], holders: holdersOf([file], name) };
  const parameters: Record<string, Parameter> = {};
  for (const [own, place] of findWeights(opened, { parameters: specs(config), isDerived }, name)) {
    parameters[own] = await place.read();
  }
  const vocabulary = tokens === undefined ? undefined : parseVocabulary(tokens);
  const { metadata } = file;
  return assembleCheckpoint({ parsed, weights: { parameters, metadata }, vocabulary }, name);
}
