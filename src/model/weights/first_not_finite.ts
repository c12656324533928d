/** Index of the first value that is infinite or NaN, or -1 where all are finite. */
export function firstNotFinite(values: Float32Array | Float64Array): number {
  // A product with zero is NaN for what is not finite, and NaN stays in a sum: no branch for each value.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
