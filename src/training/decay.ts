/** Shapes of the learning rate after the warm-up. */
export const DECAYS = ["constant", "cosine", "wsd"] as const;

/** How the learning rate changes over a run. */
export interface LearningRateOptions {
  /** How it falls after the warm-up; `"wsd"` is stable, then linear decay. */
  readonly decay: "constant" | "cosine" | "wsd";
  /** Highest learning rate. */
  readonly peak: number;
  /** Learning rate at the end, as a share of the peak. */
  readonly finalShare: number;
  /** Steps over which the learning rate rises from 0. */
  readonly warmupSteps: number;
  /** Share of the steps after the warm-up over which `"wsd"` decays. */
  readonly decayShare: number;
}

/** Learning rate of a step, counted from 1 to `steps`. */
export function learningRateAt(step: number, steps: number, options: LearningRateOptions): number {
  const { decay, peak, finalShare, warmupSteps, decayShare } = options;
  if (step <= warmupSteps) return peak * step / warmupSteps;
  const done = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  const between = (share: number) => peak * (finalShare + (1 - finalShare) * share);
  switch (decay) {
    case "constant":
      return peak;
    case "cosine":
      return between((1 + Math.cos(Math.PI * done)) / 2);
    case "wsd":
      return between(Math.min(1, (1 - done) / decayShare));
  }
}
