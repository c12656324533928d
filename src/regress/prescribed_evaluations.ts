import type { SampleSettings } from "../artifacts/sample_settings.ts";

/** Evaluations that Algorithms 2 and 3 prescribe; each one that is guided counts twice. */
export function prescribedEvaluations({ gamma, T, corrector }: SampleSettings): number {
  const streams = gamma === 0 || gamma === 1 ? 1 : 2;
  if (corrector === undefined) return T * streams;
  const { S, omega, guidance } = corrector;
  return T * streams + Math.floor(T / omega) * S * (guidance === "guided" ? streams : 1);
}
