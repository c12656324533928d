import type { TensorSpec } from "../tensor/graph/graph.ts";
import type { Elements } from "../tensor/graph/bound_arrays.ts";
import type { Constants, FreeSource } from "../tensor/trace/program_source.ts";
import { headLogits } from "../tensor/ops/linear_log_probabilities.ts";
import type { Network } from "./network.ts";
import type { Parameters } from "./parameters.ts";
import { keptName, type PartProgram } from "./parts/part_program.ts";
import { BLOCK, quantizedNames, QuantizedParameter } from "./quantized/quantized_parameter.ts";

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

/** What a program is fed of its parameters: of a quantized one the parts, where it computes with these. */
export type HeldTensors = Readonly<Record<string, TensorSpec & { readonly data: Elements }>>;

/**
 * Parameters as a program is fed them.
 *
 * @param keepsQuantized Whether it computes with 4-bit elements; else they are widened.
 */
export function heldTensors(parameters: Parameters, keepsQuantized: boolean): HeldTensors {
  const held: Record<string, TensorSpec & { readonly data: Elements }> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const { shape: [rows = 0] } = parameter;
    if (!keepsQuantized || !(parameter instanceof QuantizedParameter)) {
      Object.assign(held, parameterTensors({ [name]: parameter }));
      continue;
    }
    const { packed, scales } = parameter, names = quantizedNames(name);
    const blocks = scales.length / rows;
    held[names.packed] = { shape: [rows, blocks, BLOCK / 2], dtype: "uint8", data: packed };
    held[names.scales] = { shape: [rows, blocks], dtype: "float32", data: scales };
  }
  return held;
}

/**
 * The forward pass of a network for any number of rows: of `tokens` `[rows, length]` and `labels`
 * `[rows]`, `logits` `[rows · length, vocab]` and, with a quality head, `quality` `[rows · length]`.
 *
 * @param constants Parameters that become part of the program.
 * @param fed Those that are inputs of it.
 * @param hidesKeys Whether it is told by `seen` `[rows, length]` which tokens others see.
 * @param part Whether it is told by `positions` `[count]` whose logits alone are asked.
 */
export function forwardSource(
  { config: { length }, keptShapes = [], forward }: Network,
  { constants, fed = {}, hidesKeys = false, part }: {
    readonly constants?: Constants;
    readonly fed?: HeldTensors;
    readonly hidesKeys?: boolean;
    readonly part?: PartProgram;
  },
): FreeSource {
  return {
    input: "tokens",
    of: (rows) => ({
      compute({ tokens, labels, seen, positions, ...tensors }) {
        const earlier = part?.goesOn ? keptShapes.map((_, i) => tensors[keptName(i)]!) : undefined;
        const inputs = {
          ...{ tokens: tokens!, labels: labels!, seen },
          ...(part && { part: { positions: positions!, kept: earlier } }),
        };
        const { head, logits, quality, kept } = forward(tensors, inputs);
        const keeps = part?.keeps ? kept!() : [];
        return {
          logits: logits?.() ?? headLogits(head()),
          ...(quality && { quality: quality() }),
          ...Object.fromEntries(keeps.map((tensor, i) => [keptName(i), tensor])),
        };
      },
      inputs: {
        tokens: { shape: [rows, part?.goesOn ? part.count : length], dtype: "int32" },
        labels: { shape: [rows], dtype: "int32" },
        ...(hidesKeys && { seen: { shape: [rows, length], dtype: "int32" } }),
        ...(part && { positions: { shape: [part.count], dtype: "int32" } }),
        ...(part?.goesOn && Object.fromEntries(
          keptShapes.map((shape, i) => [
            keptName(i),
            { shape: [rows, ...shape], dtype: "float32" as const },
          ]),
        )),
        ...fed,
      },
      constants,
    }),
  };
}
