import { freeAxis, type FreeGraph } from "../graph/free_axis.ts";
import { simplify } from "../graph/simplify.ts";
import { type ProgramSource, trace } from "./trace.ts";

/** A program whose tensors depend on the size of an axis. */
export interface FreeSource {
  /** The program for one size. */
  readonly of: (size: number) => ProgramSource;
  /** Input whose first axis has the size. */
  readonly input: string;
}

/** Sizes to record with: primes that divide no other size of a program. */
const SIZES = [10_007, 10_009] as const;

/**
 * Records a program as one graph for every size of its axis.
 *
 * @throws {Error} If the program does something else for another size.
 */
export async function recordFree({ of, input }: FreeSource): Promise<FreeGraph> {
  const record = async (size: number) => {
    const { compute, inputs, constants } = of(size);
    return simplify(await trace(compute, inputs, constants));
  };
  const graphs = [await record(SIZES[0]), await record(SIZES[1])] as const;
  return freeAxis({ graphs, sizes: SIZES, input });
}
