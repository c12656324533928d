import type { TensorSpec } from "../tensor/graph/graph.ts";
import type { FreeSource } from "../tensor/trace/program_source.ts";
import { headLogits } from "../tensor/ops/linear_log_probabilities.ts";
import type { Network } from "./network.ts";
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
 * @param hidesKeys Whether it is told by `seen` `[rows, length]` which tokens others see.
 */
export function forwardSource(
  { config: { length }, forward }: Network,
  parameters: Parameters,
  { isPacked, hidesKeys = false }: { readonly isPacked: boolean; readonly hidesKeys?: boolean },
): FreeSource {
  const weights = parameterTensors(parameters);
  return {
    input: "tokens",
    of: (rows) => ({
      compute({ tokens, labels, seen, ...tensors }) {
        const { head, quality } = forward(tensors, { tokens: tokens!, labels: labels!, seen });
        return { logits: headLogits(head()), ...(quality && { quality: quality() }) };
      },
      inputs: {
        tokens: { shape: [rows, length], dtype: "int32" },
        labels: { shape: [rows], dtype: "int32" },
        ...(hidesKeys && { seen: { shape: [rows, length], dtype: "int32" } }),
        ...(isPacked ? {} : weights),
      },
      constants: isPacked ? weights : {},
    }),
  };
}
