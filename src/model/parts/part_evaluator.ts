import { sizeOf } from "../../tensor/graph/graph.ts";
import type { Elements } from "../../tensor/graph/bound_arrays.ts";
import type { Program } from "../../tensor/engines/engine.ts";
import type { NetworkConfig } from "../config.ts";
import type { EvaluatePart } from "./denoiser_part.ts";
import { keptName, type PartProgram } from "./part_program.ts";

/** What evaluates parts of the positions. */
export interface PartEvaluatorOptions {
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** Shapes of what passes keep of one sequence. */
  readonly keptShapes: readonly (readonly number[])[];
  /** What programs are fed beside, by name. */
  readonly weights: Readonly<Record<string, Elements>>;
  /** Most rows evaluated at once. */
  readonly maxRows: number;
  /** The program that computes a part. */
  programFor(
    options: { readonly hidesKeys: boolean; readonly part: PartProgram },
  ): Promise<Program>;
}

/** Rows `[start, end)` of an array of some rows. */
function rowsOf<Data extends Float32Array<ArrayBuffer> | Int32Array>(
  data: Data,
  [start, end, rows]: readonly [number, number, number],
): Data {
  const each = data.length / rows;
  return data.subarray(start * each, end * each) as Data;
}

/** Makes what evaluates parts of the positions of a network that can. */
export function partEvaluator(
  { config: { length, vocab }, keptShapes, weights, maxRows, programFor }: PartEvaluatorOptions,
): EvaluatePart {
  let logits = new Float32Array(0);
  return async (tokens, labels, rows, { start, count, seen, keeps = false, kept }) => {
    const goesOn = kept !== undefined;
    // Of what is kept a part sees all but itself, which it sees as it is now.
    const shown = goesOn ? seen?.slice() ?? new Int32Array(rows * length).fill(1) : seen;
    if (goesOn) {
      for (let row = 0; row < rows; row++) {
        shown!.fill(0, row * length + start, row * length + start + count);
      }
    }
    const own = goesOn ? new Int32Array(rows * count) : tokens;
    if (goesOn) {
      for (let row = 0; row < rows; row++) {
        const first = row * length + start;
        own.set(tokens.subarray(first, first + count), row * count);
      }
    }
    const part = { count, goesOn, keeps };
    const { bind } = await programFor({ hidesKeys: shown !== undefined, part });
    const size = rows * count * vocab;
    if (logits.length < size) logits = new Float32Array(size);
    const given = logits.subarray(0, size);
    const left = keeps ? keptShapes.map((shape) => new Float32Array(rows * sizeOf(shape))) : [];
    const named = (
      arrays: readonly Float32Array<ArrayBuffer>[],
      cut: readonly [number, number, number],
    ) => Object.fromEntries(arrays.map((array, i) => [keptName(i), rowsOf(array, cut)]));
    const positions = Int32Array.from({ length: count }, (_, i) => start + i);
    for (let first = 0; first < rows; first += maxRows) {
      const end = Math.min(rows, first + maxRows), cut = [first, end, rows] as const;
      const bound = bind({
        inputs: {
          ...{ ...weights, positions, tokens: rowsOf(own, cut), labels: rowsOf(labels, cut) },
          ...(shown && { seen: rowsOf(shown, cut) }),
          ...named(kept ?? [], cut),
        },
        outputs: { logits: rowsOf(given, cut), ...named(left, cut) },
      }, end - first);
      try {
        await bound.run();
      } finally {
        bound.release();
      }
    }
    return { logits: given, ...(keeps && { kept: left }) };
  };
}
