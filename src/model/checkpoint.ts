import { resolve } from "node:path";
import { whyMissing } from "../support/files.ts";
import { writeSafetensors } from "../tensor/safetensors_io.ts";
import { architectureOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";
import { readAdapter, readAdapterConfig } from "./lora/adapter_files.ts";
import { mergeAdapters } from "./lora/merge_adapters.ts";
import { parseConfig } from "./parse_config.ts";
import { readVocabulary, writeVocabulary } from "./vocabulary/tokens_file.ts";
import { assembleCheckpoint, type Checkpoint } from "./weights/assemble_checkpoint.ts";
import { readWeights } from "./weights/weights.ts";

export type { Checkpoint };

/** What to tell who reads a checkpoint some of whose keys are not known; `undefined` of others. */
export function describeUnread({ unread = [] }: Pick<Checkpoint, "unread">): string | undefined {
  if (unread.length === 0) return undefined;
  return `${CONFIG} has keys that are not known here and were passed over: ${unread.join(", ")}`;
}

/** Files of a checkpoint's folder. */
const WEIGHTS = "model.safetensors", CONFIG = "config.json";

/** Names of the files by which a folder is known to be a checkpoint. */
export const CHECKPOINT_FILES = [CONFIG, WEIGHTS] as const;

/**
 * Reads a checkpoint from its folder, one of this project or a published one; half precision and
 * bfloat16 are widened. A folder of an adapter that PEFT wrote is read as the network that it adapts, by
 * its `base_model_name_or_path`, with the adapter merged.
 *
 * @throws {Error} If a file is missing, a size or parameter is missing or does not fit the others, or
 *   a parameter is not finite or one too many.
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${folder}/${CONFIG}`);
  } catch (cause) {
    const adapted = await readAdapted(folder);
    if (adapted !== undefined) return adapted;
    throw new Error(`Cannot read checkpoint "${folder}": ${whyMissing(folder, CONFIG)}`, { cause });
  }
  const parsed = parseConfig(text, `${folder}/${CONFIG}`), { config } = parsed;
  const architecture = architectureOf(config);
  const weights = await readWeights(folder, {
    parameters: architecture.parameters(config),
    isDerived: architecture.isDerived,
  });
  return assembleCheckpoint(
    { parsed, weights, vocabulary: await readVocabulary(folder) },
    folder,
  );
}

/**
 * Sizes of a network that is foreseen: those of the folder at its `path`, weights unread, where it is
 * there already. What reads the network itself says what is wrong with it.
 */
export async function foreseenSizes<Sizes extends Readonly<Record<string, unknown>>>(
  network: Sizes | undefined,
): Promise<Sizes | NetworkConfig | undefined> {
  if (typeof network?.path !== "string") return network;
  const path = `${network.path}/${CONFIG}`;
  try {
    return parseConfig(await Deno.readTextFile(path), path).config;
  } catch {
    return undefined;
  }
}

/** The network that an adapter's folder adapts, with the adapter merged. */
async function readAdapted(folder: string): Promise<Checkpoint | undefined> {
  const adapter = await readAdapterConfig(folder);
  if (adapter === undefined) return undefined;
  if (adapter.base === undefined) {
    throw new Error(
      `Cannot read adapter "${folder}": it names no network: write the network's folder as ` +
        "base_model_name_or_path to its adapter_config.json",
    );
  }
  const base = await readCheckpoint(resolve(folder, adapter.base));
  const { config, parameters } = await readAdapter(folder, base.config, adapter.lora);
  return {
    ...base,
    ...mergeAdapters({ config, parameters: { ...base.parameters, ...parameters } }),
  };
}

/** Options of {@linkcode writeCheckpoint}. */
export interface WriteCheckpointOptions {
  /** Type of the elements; half precision halves the file. @default {"F32"} */
  readonly dtype?: "F32" | "F16";
}

/** Writes a checkpoint to a folder, which it makes. */
export async function writeCheckpoint(
  folder: string,
  { config, parameters, training = {}, vocabulary }: Checkpoint,
  { dtype = "F32" }: WriteCheckpointOptions = {},
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { dtype, shape, data: dtype === "F32" ? data : Float16Array.from(data) },
    ]),
  );
  await writeSafetensors(`${folder}/${WEIGHTS}`, tensors, training);
  await Deno.writeTextFile(`${folder}/${CONFIG}`, JSON.stringify(config, null, 2) + "\n");
  if (vocabulary !== undefined) await writeVocabulary(folder, vocabulary);
}
