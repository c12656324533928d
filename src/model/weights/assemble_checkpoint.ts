import { UserError } from "../../support/user_error.ts";
import type { NetworkConfig } from "../config.ts";
import type { Parameters } from "../parameters.ts";
import type { ParsedConfig } from "../parse_config.ts";
import type { Vocabulary } from "../vocabulary/parse_vocabulary.ts";
import type { Weights } from "./weights.ts";

/** A trained network with what is known of it. */
export interface Checkpoint {
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** Its parameters. */
  readonly parameters: Parameters;
  /** How it was trained, such as `{ objective: "mdm", steps: "4000" }`. @default {{}} */
  readonly training?: Readonly<Record<string, string>>;
  /** Its tokens, where they are known. */
  readonly vocabulary?: Vocabulary;
  /** Keys of a published configuration that are not known and were passed over. */
  readonly unread?: readonly string[];
}

/** What the files of a checkpoint hold. */
export interface CheckpointParts {
  /** Its configuration. */
  readonly parsed: ParsedConfig;
  /** Its weights. */
  readonly weights: Weights;
  /** Its tokens, where they are known. */
  readonly vocabulary?: Vocabulary;
}

/**
 * Makes a checkpoint of what its files hold.
 *
 * @param name What it is called, for the error.
 * @throws {UserError} If it has other tokens than it knows the names of.
 */
export function assembleCheckpoint(
  { parsed, weights: { parameters, metadata }, vocabulary }: CheckpointParts,
  name: string,
): Checkpoint {
  const { config, training, unread = [] } = parsed;
  if (vocabulary !== undefined && vocabulary.tokens.length !== config.vocab) {
    throw new UserError(
      `Cannot read checkpoint "${name}": it has ${config.vocab} tokens, its tokens.json ` +
        `${vocabulary.tokens.length}`,
    );
  }
  return {
    ...{ config, parameters, training: { ...training, ...metadata } },
    ...(vocabulary !== undefined && { vocabulary }),
    ...(unread.length > 0 && { unread }),
  };
}
