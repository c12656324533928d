import type { PanelOptions } from "./panel.ts";

function powersOfTwo(low: number, high: number): number[] {
  const powers = [];
  for (let power = 2 ** Math.ceil(Math.log2(low)); power <= high; power *= 2) powers.push(power);
  return powers;
}

/** The horizontal axis of network evaluations: logarithmic, with ticks at powers of two. */
export function evaluationScale(
  rows: readonly { readonly nfe: number }[],
): Pick<PanelOptions, "x" | "xTicks"> {
  const evaluations = rows.map(({ nfe }) => nfe);
  const low = Math.min(...evaluations) / 1.15, high = Math.max(...evaluations) * 1.15;
  return {
    x: { type: "log", base: 2, domain: [low, high], tickFormat: String },
    xTicks: powersOfTwo(low, high),
  };
}
