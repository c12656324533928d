/** The network evaluations that a guidance strength asks for. */
export interface GuidanceStreams {
  /** Whether logits under the label are needed. */
  readonly conditional: boolean;
  /** Whether logits under "no label" are needed. */
  readonly unconditional: boolean;
}

/**
 * What classifier-free guidance of strength `gamma` evaluates: at 1 the conditional network alone,
 * at 0 the unconditional one alone, else both.
 *
 * @throws {RangeError} If `gamma` is negative or not finite.
 */
export function guidanceStreams(gamma: number): GuidanceStreams {
  if (!Number.isFinite(gamma) || gamma < 0) {
    throw new RangeError(`Cannot guide: gamma must be a finite number of at least 0: got ${gamma}`);
  }
  return { conditional: gamma !== 0, unconditional: gamma !== 1 };
}

/**
 * Writes the guided logits of one position,
 * `gamma · log x_theta(label) + (1 - gamma) · log x_theta(no label)` up to a constant. Logits serve as well as log-probabilities: what sets them apart is constant over tokens.
 *
 * @param out `[vocab]`
 * @param conditional Logits of which `[offset, offset + vocab)` are read; not needed if gamma = 0.
 * @param unconditional Likewise; not needed if gamma = 1.
 * @param ruledOut A token that is never predicted, if there is one: the mask.
 */
export function guideLogits(
  out: Float64Array,
  conditional: Float32Array | undefined,
  unconditional: Float32Array | undefined,
  offset: number,
  gamma: number,
  ruledOut: number | undefined,
): Float64Array {
  const vocab = out.length;
  if (gamma === 1) {
    for (let i = 0; i < vocab; i++) out[i] = conditional![offset + i]!;
  } else if (gamma === 0) {
    for (let i = 0; i < vocab; i++) out[i] = unconditional![offset + i]!;
  } else {
    for (let i = 0; i < vocab; i++) {
      out[i] = gamma * conditional![offset + i]! + (1 - gamma) * unconditional![offset + i]!;
    }
  }
  if (ruledOut !== undefined) out[ruledOut] = -Infinity;
  return out;
}
