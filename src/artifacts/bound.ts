import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";

/** A mean with its standard error. */
export interface MeanOfSequences {
  /** Mean over sequences. */
  readonly mean: number;
  /** Its standard error over sequences; `null` where one sequence alone gives none. */
  readonly se: number | null;
}

/** A bound on the negative log-likelihood of held-out sequences. */
export interface Bound {
  /** Nats of a whole sequence but its prompt, padding and all. */
  readonly perSequence: MeanOfSequences;
  /** The same for each position that is not of a prompt. */
  readonly perPosition: number;
  /**
   * Nats of a token that is neither padding nor given, as the literature counts; where the first token
   * is given, as in autoregression, it is not counted.
   */
  readonly perToken: number;
  /** `exp(perToken)` */
  readonly perplexity: number;
  /** Sequences that were used. */
  readonly sequences: number;
}

/** A bound with the network that it is of. */
export interface HeldOutBound extends Bound {
  /** Parameters of the network. */
  readonly parameters: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Properties that the network is conditioned on. */
  readonly properties: readonly string[];
  /** How the network was trained. */
  readonly training: Readonly<Record<string, string>>;
}

const heldOutBound: z.ZodType<HeldOutBound> = z.object({
  perSequence: z.object({ mean: z.number(), se: z.number().nullable() }),
  perPosition: z.number(),
  perToken: z.number(),
  perplexity: z.number(),
  sequences: z.int(),
  parameters: z.int(),
  length: z.int(),
  properties: z.array(z.string()),
  training: z.record(z.string(), z.string()),
});

/**
 * Reads a bound.
 *
 * @throws {UserError} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readBound(path: string): Promise<HeldOutBound> {
  return readJson(path, heldOutBound, "bound");
}

/** Writes a bound as JSON. */
export function writeBound(path: string, bound: HeldOutBound): Promise<void> {
  return writeJson(path, bound, { indent: 1 });
}
