import type { ParameterSpec } from "../architecture.ts";
import { linear, zeros } from "../initializers.ts";
import type { LoraConfig } from "./lora_config.ts";

/** Begins the names of adapters in PEFT's files, before that of the layer. */
const PREFIX = "base_model.model.";

/** Ends them: `A` is `[rank, in]`, `B` `[out, rank]`. */
const A = ".lora_A.weight", B = ".lora_B.weight";

/** Ends the name of a layer's own weight. */
const WEIGHT = ".weight";

/** Names of the two matrices of a layer's adapter, as PEFT has them. */
export interface AdapterNames {
  /** `[rank, in]` */
  readonly a: string;
  /** `[out, rank]` */
  readonly b: string;
}

/** Names of the adapter of a weight. */
export function adapterNames(weight: string): AdapterNames {
  const layer = PREFIX + weight.slice(0, -WEIGHT.length);
  return { a: layer + A, b: layer + B };
}

/** The weight that a tensor of an adapter belongs to; `undefined` where it is none of an adapter. */
export function adaptedWeight(name: string): string | undefined {
  const end = [A, B].find((end) => name.endsWith(end));
  if (end === undefined || !name.startsWith(PREFIX)) return undefined;
  return name.slice(PREFIX.length, -end.length) + WEIGHT;
}

/** The part of a weight's name by which adapters target it. */
export function targetOf(weight: string): string {
  return weight.slice(0, -WEIGHT.length).split(".").at(-1)!;
}

/**
 * Parameters of the adapters of a network. At first they change nothing.
 *
 * Source of the first values: PEFT.
 *
 * @param weights The network's own parameters, of which the matrices of the targets get adapters.
 */
export function adapterSpecs(
  weights: readonly ParameterSpec[],
  { rank, targets }: LoraConfig,
): ParameterSpec[] {
  return weights.flatMap(({ name, shape, isMatrix }): ParameterSpec[] => {
    if (!isMatrix || !targets.includes(targetOf(name))) return [];
    const [out, width] = shape as [number, number], { a, b } = adapterNames(name);
    const common = { part: "adapter" as const, isMatrix: true };
    return [
      { ...common, name: a, shape: [rank, width], initial: linear },
      { ...common, name: b, shape: [out, rank], initial: zeros },
    ];
  });
}
