import type { ParameterPart, ParameterSpec } from "../architecture.ts";
import { embedding, type Initializer, linear, ones, zeros } from "../initializers.ts";
import { type DitConfig, TIME_FEATURES } from "./dit_config.ts";

type Row = readonly [
  name: string,
  shape: readonly number[],
  initial: Initializer,
  matrix?: "matrix",
];

/**
 * Names, shapes and first values of the parameters. Modulations and the output layer start at zero, so
 * that every block starts as the identity.
 *
 * Source: the released MDLM and ProSeCo checkpoints (`models/dit.py`).
 */
export function parameterSpecs(config: DitConfig): ParameterSpec[] {
  const { vocab, hiddenSize, nBlocks, condDim, numClasses, qualityBlocks } = config;
  const { seesLabels = true, classifies = false } = config;
  const block = (name: string): Row[] => [
    [`${name}.norm1.weight`, [hiddenSize], ones],
    [`${name}.attn_qkv.weight`, [3 * hiddenSize, hiddenSize], linear, "matrix"],
    [`${name}.attn_out.weight`, [hiddenSize, hiddenSize], linear, "matrix"],
    [`${name}.norm2.weight`, [hiddenSize], ones],
    [`${name}.mlp.0.weight`, [4 * hiddenSize, hiddenSize], linear, "matrix"],
    [`${name}.mlp.0.bias`, [4 * hiddenSize], zeros],
    [`${name}.mlp.2.weight`, [hiddenSize, 4 * hiddenSize], linear, "matrix"],
    [`${name}.mlp.2.bias`, [hiddenSize], zeros],
    [`${name}.adaLN_modulation.weight`, [6 * hiddenSize, condDim], zeros],
    [`${name}.adaLN_modulation.bias`, [6 * hiddenSize], zeros],
  ];
  const blocks = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => block(`${prefix}blocks.${i}`)).flat();
  const output = (layer: string, size: number): Row[] => [
    [`${layer}.norm_final.weight`, [hiddenSize], ones],
    [`${layer}.adaLN_modulation.weight`, [2 * hiddenSize, condDim], zeros],
    [`${layer}.adaLN_modulation.bias`, [2 * hiddenSize], zeros],
    [`${layer}.linear.weight`, [size, hiddenSize], zeros],
    [`${layer}.linear.bias`, [size], zeros],
  ];
  const labels: Row[] = seesLabels
    ? [["cond_map.embedding_table.weight", [numClasses + 1, condDim], embedding]]
    : [];
  const body: Row[] = [
    ["vocab_embed.embedding", [vocab, hiddenSize], embedding],
    ["sigma_map.mlp.0.weight", [condDim, TIME_FEATURES], linear],
    ["sigma_map.mlp.0.bias", [condDim], zeros],
    ["sigma_map.mlp.2.weight", [condDim, condDim], linear],
    ["sigma_map.mlp.2.bias", [condDim], zeros],
    ...labels,
    ...blocks("", nBlocks),
    ...output("output_layer", classifies ? numClasses : vocab),
  ];
  const head = qualityBlocks === undefined ? [] : [
    ...blocks("quality_head.", qualityBlocks),
    ...output("quality_head.output_layer", 1),
  ];
  const spec = (part: ParameterPart) => ([name, shape, initial, matrix]: Row): ParameterSpec => ({
    ...{ name, shape, initial, part },
    isMatrix: matrix !== undefined,
  });
  return [...body.map(spec("body")), ...head.map(spec("head"))];
}
