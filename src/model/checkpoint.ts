import { readSafetensors, writeSafetensors } from "../tensor/safetensors.ts";
import type { DitConfig } from "./config.ts";
import { type Parameters, parameterSpecs } from "./parameters.ts";

/** A trained network in a folder. */
export interface Checkpoint {
  /** Sizes of the network. */
  readonly config: DitConfig;
  /** Its parameters. */
  readonly parameters: Parameters;
  /** How it was trained, such as `{ objective: "mdm", steps: "4000" }`. @default {{}} */
  readonly training?: Readonly<Record<string, string>>;
}

/** Files of a checkpoint's folder. */
const WEIGHTS = "model.safetensors", CONFIG = "config.json";

/**
 * Reads a checkpoint from its folder.
 *
 * @throws {Error} If a file is missing or a parameter is missing or has another shape.
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${folder}/${CONFIG}`);
  } catch (cause) {
    throw new Error(`Cannot read checkpoint "${folder}": it has no ${CONFIG}`, { cause });
  }
  const config: DitConfig = JSON.parse(text);
  const { tensors, metadata } = await readSafetensors(`${folder}/${WEIGHTS}`);
  const parameters: Record<string, { shape: readonly number[]; data: Float32Array<ArrayBuffer> }> =
    {};
  for (const [name, shape] of parameterSpecs(config)) {
    const tensor = tensors[name];
    if (tensor?.dtype !== "F32" || String(tensor.shape) !== String(shape)) {
      const found = tensor === undefined ? "nothing" : `${tensor.dtype} [${tensor.shape}]`;
      throw new Error(
        `Cannot read checkpoint "${folder}": "${name}" must be F32 [${shape}]: got ${found}`,
      );
    }
    parameters[name] = { shape, data: tensor.data as Float32Array<ArrayBuffer> };
  }
  return { config, parameters, training: metadata };
}

/** Writes a checkpoint to a folder, which it makes. */
export async function writeCheckpoint(
  folder: string,
  { config, parameters, training = {} }: Checkpoint,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { dtype: "F32" as const, shape, data },
    ]),
  );
  await writeSafetensors(`${folder}/${WEIGHTS}`, tensors, training);
  await Deno.writeTextFile(`${folder}/${CONFIG}`, JSON.stringify(config, null, 2) + "\n");
}
