import { z } from "zod";
import type { Architecture } from "./architecture.ts";
import { architectureOf, ARCHITECTURES, DEFAULT_ARCHITECTURE } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

/** A new network as a pipeline file describes it: its architecture and the sizes of that by name. */
export type NetworkSizes =
  & Pick<NetworkConfig, "architecture">
  & Readonly<Record<string, unknown>>;

/** Whether a network can do without a size. */
const isOptional = (size: z.ZodType) => size.safeParse(undefined).success;

/**
 * Parameters of a task that makes a new network: the sizes of all architectures, none of which a
 * network that goes on from a checkpoint needs.
 *
 * @param architectures Whose sizes they are. @default {all}
 * @throws {Error} If two of them mean different things by one name.
 */
export function sizeSettings(
  architectures: Readonly<Record<string, Pick<Architecture, "sizes">>> = ARCHITECTURES,
): Record<string, z.ZodType> {
  const schemas = new Map<string, z.ZodType>();
  for (const { sizes } of Object.values(architectures)) {
    for (const [name, size] of Object.entries(sizes)) {
      if ((schemas.get(name) ?? size) !== size) {
        throw new Error(`internal: architectures mean different things by "${name}"`);
      }
      schemas.set(name, size);
    }
  }
  const optional = (size: z.ZodType) => size.optional().describe(size.description ?? "");
  return {
    architecture: z.enum(Object.keys(architectures)).optional()
      .describe(`Kind of network; ${DEFAULT_ARCHITECTURE} if left out.`),
    ...Object.fromEntries([...schemas].map(([name, size]) => [name, optional(size)])),
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
  facts: Pick<
    NetworkConfig,
    "vocab" | "length" | "numClasses" | "maskId" | "causal" | "classifies"
  >,
): NetworkConfig {
  const architecture = architectureOf(settings), { vocab, length, numClasses, maskId } = facts;
  const missing = Object.entries(architecture.sizes)
    .find(([name, size]) => settings[name] === undefined && !isOptional(size))?.[0];
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot build the network: give its ${missing}, or a checkpoint to go on from`,
    );
  }
  if (facts.classifies && !architecture.classifies) {
    throw new RangeError(
      `Cannot build the network: architecture ${architecture.name} does not classify sequences: take ` +
        Object.values(ARCHITECTURES).filter(({ classifies }) => classifies)
          .map(({ name }) => name).join(", "),
    );
  }
  const all: Readonly<Record<string, unknown>> = { ...settings, ...facts };
  const problem = architecture.contradiction?.(all);
  if (problem !== undefined) {
    const { size, message } = problem;
    throw new RangeError(`Cannot build the network: ${size} (${all[size]}) ${message}`);
  }
  const { architecture: _, ...sizes } = sizesIn(settings);
  return {
    ...{ vocab, length, ...sizes, numClasses, maskId },
    ...(facts.causal && { causal: true }),
    ...(facts.classifies && { classifies: true }),
    ...(settings.architecture !== undefined && { architecture: settings.architecture }),
  };
}
