import type { ParameterSpec } from "../architecture.ts";
import { embedding, type Initializer, ones, zeros } from "../initializers.ts";
import { type Gpt2Config, innerSizeOf } from "./gpt2_config.ts";

type Row = readonly [
  name: string,
  shape: readonly number[],
  initial: Initializer,
  matrix?: "matrix",
];

const norm = (name: string, size: number): Row[] => [
  [`${name}.weight`, [size], ones],
  [`${name}.bias`, [size], zeros],
];

/** A layer as GPT-2 has it: its weight is `[in, out]`. */
const layer = (name: string, inner: number, outer: number): Row[] => [
  [`${name}.weight`, [inner, outer], embedding, "matrix"],
  [`${name}.bias`, [outer], zeros],
];

/**
 * Names, shapes and first values of the parameters. The head has none of its own.
 *
 * Source of the names: the released GPT-2 checkpoints.
 */
export function parameterSpecs(config: Gpt2Config): ParameterSpec[] {
  const { vocab, length, hiddenSize, nBlocks } = config, innerSize = innerSizeOf(config);
  const block = (name: string) => [
    ...norm(`${name}.ln_1`, hiddenSize),
    ...layer(`${name}.attn.c_attn`, hiddenSize, 3 * hiddenSize),
    ...layer(`${name}.attn.c_proj`, hiddenSize, hiddenSize),
    ...norm(`${name}.ln_2`, hiddenSize),
    ...layer(`${name}.mlp.c_fc`, hiddenSize, innerSize),
    ...layer(`${name}.mlp.c_proj`, innerSize, hiddenSize),
  ];
  const rows: Row[] = [
    ["wte.weight", [vocab, hiddenSize], embedding],
    ["wpe.weight", [length, hiddenSize], embedding],
    ...Array.from({ length: nBlocks }, (_, i) => block(`h.${i}`)).flat(),
    ...norm("ln_f", hiddenSize),
  ];
  return rows.map(([name, shape, initial, matrix]) => ({
    ...{ name, shape, initial, part: "body" as const, isMatrix: matrix !== undefined },
  }));
}
