import type { Architecture, NetworkOutputs } from "./architecture.ts";
import type { NetworkConfig } from "./config.ts";
import { dit } from "./dit/dit.ts";
import { gpt2 } from "./gpt2/gpt2.ts";
import { llada } from "./llada/llada.ts";

/** All architectures by name. */
export const ARCHITECTURES: Readonly<Record<string, Architecture>> = { dit, gpt2, llada };

/** What a network is whose sizes name none. */
export const DEFAULT_ARCHITECTURE = "dit";

/** The architecture of a network. */
export function architectureOf(
  { architecture = DEFAULT_ARCHITECTURE }: Pick<NetworkConfig, "architecture">,
): Architecture {
  const found = ARCHITECTURES[architecture];
  if (found !== undefined) return found;
  throw new Error(
    `Cannot build the network: architecture must be one of ${
      Object.keys(ARCHITECTURES).join(", ")
    }: got ${architecture}`,
  );
}

/** What a pass through a network of these sizes gives. */
export function outputsOf(config: NetworkConfig): readonly (keyof NetworkOutputs)[] {
  return architectureOf(config).outputs?.(config) ?? ["head"];
}

/** Sizes of a network for sequences of a length, and what a reader should know of that. */
export interface Lengthened<Config extends NetworkConfig> {
  /** The sizes. */
  readonly config: Config;
  /** Says so where the length is beyond all that the network was trained on. */
  readonly warning?: string;
}

/**
 * Sizes of a network for sequences of another length than it was trained on.
 *
 * @throws {RangeError} If it has learned what it knows of each position.
 */
export function atLength<Config extends NetworkConfig>(
  config: Config,
  length: number,
): Lengthened<Config> {
  if (length === config.length) return { config };
  const { name, positions } = architectureOf(config);
  if (positions === "learned") {
    throw new RangeError(
      `Cannot take sequences of ${length} positions: a network of architecture "${name}" knows ` +
        `only the ${config.length} that it was trained on`,
    );
  }
  const lengthened = { ...config, length };
  if (length < config.length) return { config: lengthened };
  return {
    config: lengthened,
    warning: `sequences have ${length} positions, more than the ${config.length} of the checkpoint`,
  };
}
