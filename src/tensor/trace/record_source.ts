import { freeAxis, type FreeGraph } from "../graph/free_axis.ts";
import type { Graph } from "../graph/graph.ts";
import { simplify } from "../graph/simplify.ts";
import type { FreeSource, ProgramSource } from "./program_source.ts";
import { trace } from "./trace.ts";

/** Sizes to record with: primes that divide no other size of a program. */
const SIZES = [10_007, 10_009] as const;

/** A program as a graph. */
export interface Recording {
  /** The graph, simplified; with a free axis the shapes of its values are those of one size. */
  readonly graph: Graph;
  /** Shapes of its inputs and outputs by name. @default {undefined}, no axis is free */
  readonly shapes?: FreeGraph["shapes"];
}

async function recordFixed({ compute, inputs, constants }: ProgramSource): Promise<Graph> {
  return simplify(await trace(compute, inputs, constants));
}

/**
 * Records a program as one graph for every size of its axis.
 *
 * @throws {Error} If the program does something else for another size.
 */
export async function recordFree({ of, input }: FreeSource): Promise<FreeGraph> {
  const graphs = [await recordFixed(of(SIZES[0])), await recordFixed(of(SIZES[1]))] as const;
  return freeAxis({ graphs, sizes: SIZES, input });
}

/**
 * Records a program as one graph.
 *
 * @throws {Error} If the program uses an operation that the tracer does not know, or does something else
 * for another size of its free axis.
 */
export async function recordSource(source: ProgramSource | FreeSource): Promise<Recording> {
  return "of" in source ? await recordFree(source) : { graph: await recordFixed(source) };
}
