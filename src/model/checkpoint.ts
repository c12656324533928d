import { type NamedTensor, readSafetensors, writeSafetensors } from "../tensor/safetensors.ts";
import { architectureOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";
import type { Parameters } from "./parameters.ts";
import { parseConfig } from "./parse_config.ts";

/** A trained network in a folder. */
export interface Checkpoint {
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** Its parameters. */
  readonly parameters: Parameters;
  /** How it was trained, such as `{ objective: "mdm", steps: "4000" }`. @default {{}} */
  readonly training?: Readonly<Record<string, string>>;
}

/** Files of a checkpoint's folder. */
const WEIGHTS = "model.safetensors", CONFIG = "config.json";

/** Begins each name in checkpoints that the released code wrote with the model around the network. */
const WRAPPED = "backbone.";

/** Elements of a tensor as float32, if it has them or narrower ones. */
function asFloat32({ dtype, data }: NamedTensor): Float32Array<ArrayBuffer> | undefined {
  if (dtype === "F32") return data as Float32Array<ArrayBuffer>;
  if (dtype === "F16") return Float32Array.from(data as Float16Array);
  if (dtype !== "BF16") return undefined;
  // A bfloat16 is the upper half of a float32.
  return new Float32Array(Uint32Array.from(data as Uint16Array, (bits) => bits << 16).buffer);
}

/**
 * Reads a checkpoint from its folder; half precision and bfloat16 are widened.
 *
 * @throws {Error} If a file is missing or a size or parameter is missing or does not fit the others.
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${folder}/${CONFIG}`);
  } catch (cause) {
    throw new Error(`Cannot read checkpoint "${folder}": it has no ${CONFIG}`, { cause });
  }
  const config = parseConfig(text, `${folder}/${CONFIG}`);
  const { tensors, metadata, unread } = await readSafetensors(`${folder}/${WEIGHTS}`);
  const parameters: Record<string, { shape: readonly number[]; data: Float32Array<ArrayBuffer> }> =
    {};
  for (const { name, shape } of architectureOf(config).parameters(config)) {
    const tensor = tensors[name] ?? tensors[WRAPPED + name], data = tensor && asFloat32(tensor);
    if (data === undefined || String(tensor?.shape) !== String(shape)) {
      const found = tensor === undefined
        ? unread[name] ?? unread[WRAPPED + name] ?? "nothing"
        : `${tensor.dtype} [${tensor.shape}]`;
      throw new Error(
        `Cannot read checkpoint "${folder}": "${name}" must be F32, F16 or BF16 [${shape}]: got ` +
          `${found}: are ${CONFIG} and ${WEIGHTS} of one network?`,
      );
    }
    parameters[name] = { shape, data };
  }
  return { config, parameters, training: metadata };
}

/** Options of {@linkcode writeCheckpoint}. */
export interface WriteCheckpointOptions {
  /** Type of the elements; half precision halves the file. @default {"F32"} */
  readonly dtype?: "F32" | "F16";
}

/** Writes a checkpoint to a folder, which it makes. */
export async function writeCheckpoint(
  folder: string,
  { config, parameters, training = {} }: Checkpoint,
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
}
