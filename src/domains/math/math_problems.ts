import { z } from "zod";
import { parseJsonLines } from "../datasets/json_lines.ts";

/** A problem of competition mathematics. */
export interface MathProblem {
  /** What is asked, in LaTeX. */
  readonly problem: string;
  /** A solution, whose answer stands in `\boxed{}`. */
  readonly solution: string;
}

const rowSchema = z.object({ problem: z.string(), solution: z.string() });

/**
 * Reads MATH (Hendrycks et al. 2021, arXiv:2103.03874) from JSON lines.
 *
 * @param name Of the file, for errors.
 * @throws {TypeError} If a row is no problem.
 */
export function parseMath(text: string, name: string): MathProblem[] {
  return parseJsonLines(text).map((row, index) => {
    const { data, error } = rowSchema.safeParse(row);
    if (error !== undefined) {
      throw new TypeError(`Cannot read MATH, ${name}: row ${index + 1}: ${z.prettifyError(error)}`);
    }
    return data;
  });
}
