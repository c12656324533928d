import { z } from "zod";
import { architectureOf, ARCHITECTURES } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

/** A new network as a pipeline file describes it: its architecture and the sizes of that by name. */
export type NetworkSizes =
  & Pick<NetworkConfig, "architecture">
  & Readonly<Record<string, unknown>>;

/**
 * Parameters of a task that makes a new network: the sizes of all architectures, none of which a
 * network that goes on from a checkpoint needs.
 */
export function sizeSettings(): Record<string, z.ZodType> {
  const sizes = Object.values(ARCHITECTURES).flatMap(({ sizes }) => Object.entries(sizes));
  return {
    architecture: z.enum(Object.keys(ARCHITECTURES)).optional()
      .describe("Kind of network; dit if left out."),
    ...Object.fromEntries(
      sizes.map(([name, size]) => [name, size.optional().describe(size.description ?? "")]),
    ),
  };
}

/** What settings say of a new network: its architecture and the sizes of that, where given. */
export function sizesIn(settings: NetworkSizes): NetworkSizes {
  const names = ["architecture", ...Object.keys(architectureOf(settings).sizes)];
  return Object.fromEntries(
    names.map((name) => [name, settings[name]]).filter(([, value]) => value !== undefined),
  );
}

/**
 * The sizes of a new network.
 *
 * @param facts What the sequences that it is of decide.
 * @throws {RangeError} If sizes are missing or contradict each other.
 */
export function newConfig(
  settings: NetworkSizes,
  facts: Pick<NetworkConfig, "vocab" | "length" | "numClasses" | "maskId" | "causal">,
): NetworkConfig {
  const architecture = architectureOf(settings), { vocab, length, numClasses, maskId } = facts;
  const names = Object.keys(architecture.sizes);
  const missing = names.find((name) => settings[name] === undefined);
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot build the network: give its ${missing}, or a checkpoint to go on from`,
    );
  }
  const problem = architecture.contradiction?.(settings);
  if (problem !== undefined) {
    const { size, message } = problem;
    throw new RangeError(`Cannot build the network: ${size} (${settings[size]}) ${message}`);
  }
  return {
    ...{ vocab, length },
    ...Object.fromEntries(names.map((name) => [name, settings[name]])),
    ...{ numClasses, maskId },
    ...(facts.causal && { causal: true }),
    ...(settings.architecture !== undefined && { architecture: settings.architecture }),
  };
}
