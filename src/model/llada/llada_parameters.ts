import type { ParameterSpec } from "../architecture.ts";
import { embedding, type Initializer, linear, ones } from "../initializers.ts";
import type { LladaConfig } from "./llada_config.ts";

type Row = readonly [
  name: string,
  shape: readonly number[],
  initial: Initializer,
  matrix?: "matrix",
];

/** Begins each name. */
export const PREFIX = "model.transformer";

/**
 * Names, shapes and first values of the parameters.
 *
 * Source of the names: the released LLaDA checkpoints.
 */
export function parameterSpecs(config: LladaConfig): ParameterSpec[] {
  const { vocab, hiddenSize, nBlocks, nHeads, nKeyHeads, mlpSize } = config;
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
  return rows.map(([name, shape, initial, matrix]) => ({
    ...{ name: `${PREFIX}.${name}`, shape, initial, part: "body" as const },
    isMatrix: matrix !== undefined,
  }));
}
