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
