import type { DrawnSettings } from "./sampling_settings.ts";

/**
 * Evaluations that a sequence is expected to cost, conditional and unconditional ones counted as one:
 * rows that do not change are not evaluated.
 */
export function expectedEvaluations(
  { sampler, S, omega, T }: Pick<DrawnSettings, "sampler" | "S" | "omega" | "T">,
  length: number,
): number {
  if (sampler === "ar") return length - 1;
  // The chance that a step unmasks none of a sequence's tokens, each in a step of its own choice.
  const unmasking = T * (1 - (1 - 1 / T) ** length);
  if (sampler === "mdm" || sampler === "first-hitting") return unmasking;
  if (sampler !== "proseco") return T;
  // A corrector that has reached its fixed point is not asked again.
  return unmasking + 0.75 * S * Math.ceil(T / omega);
}
