import type { Parameter, SizedParameters } from "../parameters.ts";
import { adaptedWeight, adapterNames } from "./lora_parameters.ts";

/** `W + scale · B · A`. */
function merged(
  { shape, data }: Parameter,
  { data: a }: Parameter,
  { shape: [, rank = 0], data: b }: Parameter,
  scale: number,
): Parameter {
  const [out, width] = shape as [number, number], sum = new Float32Array(data.length);
  const row = new Float64Array(width);
  for (let i = 0; i < out; i++) {
    row.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = scale * b[i * rank + k]!, from = k * width;
      if (factor === 0) continue;
      for (let j = 0; j < width; j++) row[j] = row[j]! + factor * a[from + j]!;
    }
    const start = i * width;
    for (let j = 0; j < width; j++) sum[start + j] = data[start + j]! + row[j]!;
  }
  return { shape, data: sum };
}

/** Adds the adapters of a network to its weights: the same network without adapters. */
export function mergeAdapters({ config, parameters }: SizedParameters): SizedParameters {
  const { lora, ...plain } = config;
  if (lora === undefined) return { config, parameters };
  const own = Object.entries(parameters).filter(([name]) => adaptedWeight(name) === undefined);
  return {
    config: plain,
    parameters: Object.fromEntries(own.map(([name, weight]) => {
      const names = adapterNames(name), a = parameters[names.a], b = parameters[names.b];
      if (a === undefined || b === undefined) return [name, weight];
      return [name, merged(weight, a, b, lora.alpha / lora.rank)];
    })),
  };
}
