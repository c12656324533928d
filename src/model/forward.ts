import type { TensorSpec } from "../tensor/graph/graph.ts";
import type { Constant, Constants, FreeSource } from "../tensor/trace/program_source.ts";
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

/** Parameters as a program has them that holds few copies. */
export interface HeldTensors {
  /** Elements of quantized ones, which an engine then packs for its products once, not at each run. */
  readonly constants: Constants;
  /** All else, read where it lies. */
  readonly fed: Constants;
}

/**
 * Parameters as a program has them that holds few copies.
 *
 * @param keepsQuantized Whether it computes with 4-bit elements; else they are widened.
 */
export function heldTensors(parameters: Parameters, keepsQuantized: boolean): HeldTensors {
  const constants: Record<string, Constant> = {}, fed: Record<string, Constant> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const { shape: [rows = 0] } = parameter;
    if (!keepsQuantized || !(parameter instanceof QuantizedParameter)) {
      Object.assign(fed, parameterTensors({ [name]: parameter }));
      continue;
    }
    const { packed, scales } = parameter, names = quantizedNames(name);
    const shape = [rows, scales.length / rows], parts = [...shape, BLOCK / 2];
    constants[names.packed] = { shape: parts, dtype: "uint8", data: packed, isExternal: true };
    fed[names.scales] = { shape, dtype: "float32", data: scales };
  }
  return { constants, fed };
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
    readonly fed?: Constants;
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
