import type { NarrowType } from "../graph/graph.ts";

/** In which type a program's matrix products, and what lies between them, are computed. */
export type Precision = "float32" | NarrowType;

/** All precisions, the default first. */
export const PRECISIONS: readonly Precision[] = ["float32", "bfloat16", "float16"];

/** What programs are computed in where nothing else is asked for. */
export const DEFAULT_PRECISION: Precision = "float32";

/** Thrown where an engine does not compute in a precision. */
export class PrecisionError extends RangeError {
  /**
   * Says what it computes in.
   *
   * @param engine Its name.
   * @param precision What was asked for.
   * @param others What it computes in beside float32.
   */
  constructor(engine: string, precision: Precision, others: readonly string[]) {
    const choices = ["float32", ...others].join(", ");
    super(`Cannot compute in ${precision} on engine "${engine}": choose from ${choices}`);
    this.name = "PrecisionError";
  }
}
