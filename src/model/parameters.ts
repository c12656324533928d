import { foldIn, type RandomKey, RandomStream } from "../random/mod.ts";
import type { Parameter } from "./parameter.ts";
import type { ParameterPart } from "./architecture.ts";
import { sizeOf } from "../tensor/graph/graph.ts";
import { architectureOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

export type { Parameter };

/** The parameters of a network by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Parameters with the sizes of their network. */
export interface SizedParameters {
  /** The sizes. */
  readonly config: NetworkConfig;
  /** The parameters. */
  readonly parameters: Parameters;
}

/** Options of {@linkcode initialParameters}. */
export interface InitialParametersOptions {
  /** The part of the network that is drawn. @default {undefined}, the whole */
  readonly part?: ParameterPart;
}

/** Draws the parameters of a new network. */
export function initialParameters(
  config: NetworkConfig,
  key: RandomKey,
  { part: only }: InitialParametersOptions = {},
): Parameters {
  const parameters: Record<string, Parameter> = {};
  for (const { name, shape, initial, part } of architectureOf(config).parameters(config)) {
    if (only !== undefined && part !== only) continue;
    const size = shape.reduce((product, n) => product * n, 1);
    const stream = new RandomStream(foldIn(key, name));
    const data = Float32Array.from({ length: size }, () => initial(stream, shape));
    parameters[name] = { shape, data };
  }
  return parameters;
}

/** Number of elements of all parameters. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
