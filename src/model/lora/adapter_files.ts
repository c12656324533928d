import { z } from "zod";
import { readSafetensors, writeSafetensors } from "../../tensor/safetensors_io.ts";
import type { ParameterSpec } from "../architecture.ts";
import { architectureOf } from "../architectures.ts";
import type { NetworkConfig } from "../config.ts";
import { firstNotFinite } from "../weights/first_not_finite.ts";
import type { Parameter, Parameters, SizedParameters } from "../parameters.ts";
import type { LoraConfig } from "./lora_config.ts";
import { adaptedWeight, adapterNames, adapterSpecs, targetOf } from "./lora_parameters.ts";

/** Files of an adapter's folder, as PEFT has them. */
const CONFIG = "adapter_config.json", WEIGHTS = "adapter_model.safetensors";

/** A setting that must be left at what does nothing. */
const off = (message: string) =>
  z.unknown().refine(
    (value) => !value || value === "none" || JSON.stringify(value) === "{}",
    message,
  ).optional();

/** What decides how PEFT computes with an adapter; the rest says how it was trained. */
const SCHEMA = z.looseObject({
  peft_type: z.literal("LORA", 'must be "LORA": adapters of other kinds are not built'),
  r: z.int("must be an integer").min(1, "must be at least 1"),
  lora_alpha: z.number("must be a number").positive("must be above 0"),
  base_model_name_or_path: z.string("must be the folder of a network").nullish(),
  use_rslora: off("must be false: its scale is not built"),
  use_dora: off("must be false: magnitudes are not built"),
  bias: off('must be "none": biases are not built'),
  fan_in_fan_out: off("must be false: its layers are not built"),
  rank_pattern: off("must be empty: all adapters are of one rank"),
  alpha_pattern: off("must be empty: all adapters are of one scale"),
  modules_to_save: off("must be empty: whole modules are not read from adapters"),
}, "must be an object");

/** An adapter's settings as its folder has them. */
export interface AdapterFile {
  /** Rank and scale; which layers it is of stands in the names of its weights. */
  readonly lora: Omit<LoraConfig, "targets">;
  /** Folder of the network that it adapts, as the file has it. */
  readonly base: string | undefined;
}

/** Settings of the adapter in a folder; `undefined` where the folder holds none. */
export async function readAdapterConfig(folder: string): Promise<AdapterFile | undefined> {
  const path = `${folder}/${CONFIG}`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch {
    return undefined;
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Error(`Cannot read "${path}": it is no JSON; copy it anew`, { cause });
  }
  const { success, data, error } = SCHEMA.safeParse(content);
  if (success) {
    const { r, lora_alpha, base_model_name_or_path: base } = data;
    return { lora: { rank: r, alpha: lora_alpha }, base: base ?? undefined };
  }
  const { path: [key], message } = error.issues[0]!;
  const value = (content as Record<string, unknown> | null)?.[String(key)];
  throw new Error(
    `Cannot read "${path}": "${String(key)}" ${message}: got ${JSON.stringify(value)}`,
  );
}

/** Layers of a block that adapters are of, in the order of the architecture. */
function targetsIn(names: Iterable<string>, adaptable: readonly string[]): string[] {
  const found = new Set([...names].map((name) => targetOf(adaptedWeight(name) ?? name)));
  return adaptable.filter((target) => found.has(target));
}

function check(
  specs: readonly ParameterSpec[],
  tensors: Readonly<Record<string, { readonly shape: readonly number[] }>>,
  path: string,
): void {
  const known = new Set(specs.map(({ name }) => name));
  const extra = Object.keys(tensors).find((name) => !known.has(name));
  if (extra !== undefined) {
    throw new Error(
      `Cannot read "${path}": "${extra}" is no adapter of a layer of the network: take one that was ` +
        "made for it",
    );
  }
  for (const { name, shape } of specs) {
    const actual = tensors[name]?.shape;
    if (String(actual) === String(shape)) continue;
    throw new Error(
      `Cannot read "${path}": "${name}" must be [${shape}]: got ${
        actual === undefined ? "nothing" : `[${actual}]`
      }`,
    );
  }
}

/**
 * Reads the weights of an adapter for a network.
 *
 * @param config Of the network.
 * @param lora Of {@linkcode readAdapterConfig}.
 * @returns The sizes of the network with the adapter, and the adapter's parameters.
 * @throws {Error} If a tensor is missing, does not fit or is one too many.
 */
export async function readAdapter(
  folder: string,
  config: NetworkConfig,
  lora: Omit<LoraConfig, "targets">,
): Promise<SizedParameters> {
  const path = `${folder}/${WEIGHTS}`, { tensors } = await readSafetensors(path);
  const architecture = architectureOf(config), { adaptable = [] } = architecture;
  const targets = targetsIn(Object.keys(tensors), adaptable), adapted = { ...lora, targets };
  const specs = adapterSpecs(architecture.parameters(config), adapted);
  check(specs, tensors, path);
  const parameters: Record<string, Parameter> = {};
  for (const { name, shape } of specs) {
    const data = Float32Array.from(tensors[name]!.data as Float32Array);
    const at = firstNotFinite(data);
    if (at >= 0) {
      throw new Error(`Cannot read "${path}": "${name}" holds ${data[at]} at element ${at}`);
    }
    parameters[name] = { shape, data };
  }
  return { config: { ...config, lora: adapted }, parameters };
}

/** Writes the adapter of a network to a folder, which it makes, as PEFT reads it. */
export async function writeAdapter(
  folder: string,
  config: NetworkConfig,
  parameters: Parameters,
): Promise<void> {
  const { lora } = config;
  if (lora === undefined) throw new Error("internal: the network has no adapter to write");
  const adapters = Object.entries(parameters)
    .filter(([name]) => adaptedWeight(name) !== undefined);
  // Whole names: a last part alone may be that of a layer outside the blocks as well.
  const modules = Object.keys(parameters).filter((name) => adapterNames(name).a in parameters)
    .map((name) => name.replace(/\.weight$/, ""));
  const content = {
    peft_type: "LORA",
    base_model_name_or_path: null,
    r: lora.rank,
    lora_alpha: lora.alpha,
    target_modules: modules,
    ...{ lora_dropout: 0, bias: "none", fan_in_fan_out: false, use_rslora: false, use_dora: false },
    ...{ inference_mode: true, task_type: null },
  };
  await Deno.mkdir(folder, { recursive: true });
  await writeSafetensors(
    `${folder}/${WEIGHTS}`,
    Object.fromEntries(
      adapters.map(([name, { shape, data }]) => [name, { dtype: "F32" as const, shape, data }]),
    ),
    { format: "pt" },
  );
  await Deno.writeTextFile(`${folder}/${CONFIG}`, JSON.stringify(content, null, 2) + "\n");
}
