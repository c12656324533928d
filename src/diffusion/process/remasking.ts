import type { Transition } from "./posterior.ts";

/** How ReMDM masks tokens again (Wang et al. 2025). */
export interface RemaskingOptions {
  /** `"cap"`: sigma = min(eta, sigmaMax). `"rescale"`: sigma = eta · sigmaMax. */
  readonly strength: "cap" | "rescale";
  /** Remasking strength, in [0, 1]. */
  readonly eta: number;
  /**
   * Whether a token's share of sigma is the softmax, over the row's unmasked tokens, of minus the
   * probability with which it was drawn. With `"rescale"` and eta = 1 this is the released ReMDM-conf.
   *
   * @default {false}
   */
  readonly confidence?: boolean;
  /**
   * When tokens are masked again: always; only at `t <= tSwitch`; or in a loop between `tOn` and
   * `tOff` during which the share of clean tokens is held at `alphaOn`.
   *
   * @default {{ kind: "always" }}
   */
  readonly window?:
    | { readonly kind: "always" }
    | { readonly kind: "switch"; readonly tSwitch: number }
    | {
      readonly kind: "loop";
      readonly tOn: number;
      readonly tOff: number;
      readonly alphaOn: number;
    };
}

/**
 * Checks the options of remasking.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function checkRemasking({ eta, window }: RemaskingOptions): void {
  const inUnit: [string, number][] = [["eta", eta]];
  if (window?.kind === "switch") inUnit.push(["tSwitch", window.tSwitch]);
  if (window?.kind === "loop") {
    inUnit.push(["tOn", window.tOn], ["tOff", window.tOff], ["alphaOn", window.alphaOn]);
    if (!(window.tOff < window.tOn && window.tOn < 1 && window.alphaOn > 0 && window.alphaOn < 1)) {
      throw new RangeError(
        "Cannot remask: a loop needs 0 <= tOff < tOn < 1 and 0 < alphaOn < 1: got " +
          JSON.stringify(window),
      );
    }
  }
  for (const [name, value] of inUnit) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`Cannot remask: ${name} must be in [0, 1]: got ${value}`);
    }
  }
}

/** The largest remasking probability that keeps the marginals, `min(1, (1 - alphaS) / alphaT)`. */
function sigmaMax(alphaT: number, alphaS: number): number {
  return alphaT > 0 ? Math.min(1, (1 - alphaS) / alphaT) : 1;
}

/**
 * The noise levels and remasking probability of the step from time `t` to `s`.
 *
 * @param plain The noise schedule's own levels, without remasking.
 */
export function remaskingTransition(
  { strength, eta, window = { kind: "always" } }: RemaskingOptions,
  t: number,
  s: number,
  plain: Transition,
): Transition {
  // Whatever is masked in the last step would stay so.
  if (s === 0) return plain;
  let { alphaT, alphaS } = plain;
  if (window.kind === "switch" && t > window.tSwitch) return plain;
  if (window.kind === "loop") {
    const { tOn, tOff, alphaOn } = window;
    if (t > tOn) {
      return {
        alphaT: (1 - t) * alphaOn / (1 - tOn),
        alphaS: Math.min((1 - s) * alphaOn / (1 - tOn), 1),
      };
    }
    if (t <= tOff) {
      return { alphaT: 1 - t * (1 - alphaOn) / tOff, alphaS: 1 - s * (1 - alphaOn) / tOff };
    }
    alphaT = alphaS = alphaOn;
  }
  const bound = sigmaMax(alphaT, alphaS);
  return { alphaT, alphaS, sigma: strength === "cap" ? Math.min(eta, bound) : eta * bound };
}

/**
 * Shares a row's remasking probability by confidence: `sigma · softmax(-psi)` over unmasked tokens.
 *
 * @param psi `[length]`: the probability with which each token was drawn, `Infinity` where masked.
 * @returns `[length]`, 0 where masked.
 */
export function confidenceShares(psi: Float64Array, sigma: number): Float64Array {
  const shares = psi.map((value) => Math.exp(-value));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total === 0 ? shares : shares.map((share) => sigma * share / total);
}
