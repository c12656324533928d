import type { ParameterSpec } from "../architecture.ts";
import { embedding, type Initializer, linear, ones } from "../initializers.ts";
import { adapterSpecs } from "../lora/lora_parameters.ts";
import type { LladaConfig } from "./llada_config.ts";

type Row = readonly [
  name: string,
  shape: readonly number[],
  initial: Initializer,
  matrix?: "matrix",
];

/** Linear layers of a block. */
export const BLOCK_LAYERS = [
  ...["q_proj", "k_proj", "v_proj", "attn_out"],
  ...["ff_proj", "up_proj", "ff_out"],
] as const;

/** Begins each name. */
export const PREFIX = "model.transformer";

/**
 * Names, shapes and first values of the parameters.
 *
 * Source of the names: the released LLaDA checkpoints.
 */
export function parameterSpecs(config: LladaConfig): ParameterSpec[] {
  const { vocab, hiddenSize, nBlocks, nHeads, nKeyHeads, mlpSize, lora } = config;
  const keySize = hiddenSize / nHeads * nKeyHeads;
  const block = (name: string): Row[] => [
    [`${name}.attn_norm.weight`, [hiddenSize], ones],
    [`${name}.q_proj.weight`, [hiddenSize, hiddenSize], linear, "matrix"],
    [`${name}.k_proj.weight`, [keySize, hiddenSize], linear, "matrix"],
    [`${name}.v_proj.weight`, [keySize, hiddenSize], linear, "matrix"],
    [`${name}.attn_out.weight`, [hiddenSize, hiddenSize], linear, "matrix"],
    [`${name}.ff_norm.weight`, [hiddenSize], ones],
    [`${name}.ff_proj.weight`, [mlpSize, hiddenSize], linear, "matrix"],
    [`${name}.up_proj.weight`, [mlpSize, hiddenSize], linear, "matrix"],
    [`${name}.ff_out.weight`, [hiddenSize, mlpSize], linear, "matrix"],
  ];
  const rows: Row[] = [
    ["wte.weight", [vocab, hiddenSize], embedding],
    ...Array.from({ length: nBlocks }, (_, i) => block(`blocks.${i}`)).flat(),
    ["ln_f.weight", [hiddenSize], ones],
    ["ff_out.weight", [vocab, hiddenSize], embedding],
  ];
  const own = rows.map(([name, shape, initial, matrix]) => ({
    ...{ name: `${PREFIX}.${name}`, shape, initial, part: "body" as const },
    isMatrix: matrix !== undefined,
  }));
  return lora === undefined ? own : [...own, ...adapterSpecs(own, lora)];
}
