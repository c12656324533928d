import type { TensorSpec } from "../tensor/graph/graph.ts";
import type { FreeSource } from "../tensor/trace/free_source.ts";
import type { DitConfig } from "./config.ts";
import { dit, ditWithQuality } from "./dit/dit.ts";
import type { Parameters } from "./parameters.ts";

/** Parameters as tensors of a program. */
export function parameterTensors(
  parameters: Parameters,
): Record<string, TensorSpec & { readonly data: Float32Array }> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { shape, data, dtype: "float32" as const },
    ]),
  );
}

/**
 * The forward pass of a network for any number of rows: of `tokens` `[rows, length]` and `labels`
 * `[rows]`, `logits` `[rows · length, vocab]` and, with a quality head, `quality` `[rows · length]`.
 *
 * @param isPacked Whether the parameters become constants of the program; else they are inputs.
 */
export function forwardSource(
  parameters: Parameters,
  config: DitConfig,
  { isPacked }: { readonly isPacked: boolean },
): FreeSource {
  const weights = parameterTensors(parameters);
  return {
    input: "tokens",
    of: (rows) => ({
      compute: ({ tokens, labels, ...tensors }) =>
        config.qualityBlocks === undefined
          ? { logits: dit(tensors, config, tokens, labels) }
          : ditWithQuality(tensors, config, tokens, labels),
      inputs: {
        tokens: { shape: [rows, config.length], dtype: "int32" },
        labels: { shape: [rows], dtype: "int32" },
        ...(isPacked ? {} : weights),
      },
      constants: isPacked ? weights : {},
    }),
  };
}
