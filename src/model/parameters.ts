import { foldIn, type RandomKey, RandomStream } from "../random/mod.ts";
import { type DitConfig, TIME_FEATURES } from "./config.ts";

/** A parameter or a statistic of one: elements, row-major. */
export interface Parameter {
  /** Size of each axis; the weight of a linear layer is `[out, in]`. */
  readonly shape: readonly number[];
  /** Elements. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** The parameters of a network by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** How a parameter starts. */
type Initializer = "zeros" | "ones" | "linear" | "embedding";

/**
 * Names, shapes and initializers of the denoiser's parameters.
 *
 * Source: the released MDLM and ProSeCo checkpoints (`models/dit.py`).
 */
export function parameterSpecs(config: DitConfig): [string, number[], Initializer][] {
  const { vocab, hiddenSize, nBlocks, condDim, numClasses, qualityBlocks } = config;
  const specs: [string, number[], Initializer][] = [
    ["vocab_embed.embedding", [vocab, hiddenSize], "embedding"],
    ["sigma_map.mlp.0.weight", [condDim, TIME_FEATURES], "linear"],
    ["sigma_map.mlp.0.bias", [condDim], "zeros"],
    ["sigma_map.mlp.2.weight", [condDim, condDim], "linear"],
    ["sigma_map.mlp.2.bias", [condDim], "zeros"],
    ["cond_map.embedding_table.weight", [numClasses + 1, condDim], "embedding"],
  ];
  const addBlock = (block: string) =>
    specs.push(
      [`${block}.norm1.weight`, [hiddenSize], "ones"],
      [`${block}.attn_qkv.weight`, [3 * hiddenSize, hiddenSize], "linear"],
      [`${block}.attn_out.weight`, [hiddenSize, hiddenSize], "linear"],
      [`${block}.norm2.weight`, [hiddenSize], "ones"],
      [`${block}.mlp.0.weight`, [4 * hiddenSize, hiddenSize], "linear"],
      [`${block}.mlp.0.bias`, [4 * hiddenSize], "zeros"],
      [`${block}.mlp.2.weight`, [hiddenSize, 4 * hiddenSize], "linear"],
      [`${block}.mlp.2.bias`, [hiddenSize], "zeros"],
      [`${block}.adaLN_modulation.weight`, [6 * hiddenSize, condDim], "zeros"],
      [`${block}.adaLN_modulation.bias`, [6 * hiddenSize], "zeros"],
    );
  const addOutput = (layer: string, size: number) =>
    specs.push(
      [`${layer}.norm_final.weight`, [hiddenSize], "ones"],
      [`${layer}.adaLN_modulation.weight`, [2 * hiddenSize, condDim], "zeros"],
      [`${layer}.adaLN_modulation.bias`, [2 * hiddenSize], "zeros"],
      [`${layer}.linear.weight`, [size, hiddenSize], "zeros"],
      [`${layer}.linear.bias`, [size], "zeros"],
    );
  for (let i = 0; i < nBlocks; i++) addBlock(`blocks.${i}`);
  addOutput("output_layer", vocab);
  if (qualityBlocks === undefined) return specs;
  for (let i = 0; i < qualityBlocks; i++) addBlock(`quality_head.blocks.${i}`);
  addOutput("quality_head.output_layer", 1);
  return specs;
}

/**
 * Draws the parameters of a new denoiser. Modulations and the output layer start at zero, so that
 * every block starts as the identity.
 */
export function initialParameters(config: DitConfig, key: RandomKey): Parameters {
  const parameters: Record<string, Parameter> = {};
  for (const [name, shape, initializer] of parameterSpecs(config)) {
    const size = shape.reduce((product, n) => product * n, 1);
    const stream = new RandomStream(foldIn(key, name));
    // Kaiming-uniform with a = √5, PyTorch's default for linear layers: U(−1/√in, 1/√in).
    const bound = 1 / Math.sqrt(shape.at(-1)!);
    const draw = {
      zeros: () => 0,
      ones: () => 1,
      linear: () => (2 * stream.uniform() - 1) * bound,
      embedding: () => 0.02 * stream.normal(),
    }[initializer];
    parameters[name] = { shape, data: Float32Array.from({ length: size }, draw) };
  }
  return parameters;
}

/** Number of elements of all parameters. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0);
}
