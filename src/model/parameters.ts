import { foldIn, type RandomKey, RandomStream } from "../random/mod.ts";
import { architectureOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

/** A parameter or a statistic of one: elements, row-major. */
export interface Parameter {
  /** Size of each axis; the weight of a linear layer is `[out, in]`. */
  readonly shape: readonly number[];
  /** Elements. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** The parameters of a network by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Draws the parameters of a new network. */
export function initialParameters(config: NetworkConfig, key: RandomKey): Parameters {
  const parameters: Record<string, Parameter> = {};
  for (const { name, shape, initial } of architectureOf(config).parameters(config)) {
    const size = shape.reduce((product, n) => product * n, 1);
    const stream = new RandomStream(foldIn(key, name));
    const data = Float32Array.from({ length: size }, () => initial(stream, shape));
    parameters[name] = { shape, data };
  }
  return parameters;
}

/** Number of elements of all parameters. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0);
}
