/** A parameter or a statistic of one: elements, row-major. */
export interface Parameter {
  /** Size of each axis; the weight of a linear layer is `[out, in]`. */
  readonly shape: readonly number[];
  /** Elements. */
  readonly data: Float32Array<ArrayBuffer>;
}
