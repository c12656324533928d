import { z } from "zod";
import { findGuidance } from "../../diffusion/guidance/guidances.ts";
import type { Sampler } from "../../diffusion/samplers/sampler.ts";
import { findSampler, SAMPLER_NAMES } from "../../diffusion/samplers/samplers.ts";
import { type InkName, inksOf } from "./inks.ts";

const SYMBOLS = ["diamond", "triangle", "square", "star", "cross", "wye"] as const;

/** The look of one line of a figure. Symbol and colour tell the same twice. */
export interface SeriesStyle {
  readonly label: string;
  readonly ink: InkName;
  readonly symbol: "circle" | typeof SYMBOLS[number];
}

/** The name that people know a sampler by, such as `ProSeCo` for `proseco`. */
export function samplerLabel(sampler: string): string {
  return findSampler(sampler)?.label ?? sampler;
}

/** Sampler and what its methods are known by, such as `ProSeCo (2, 2)`, and the classifier's part. */
export function methodLabel(
  settings: { readonly sampler: string; readonly [setting: string]: unknown },
): string {
  const guidance = findGuidance(String(settings.guidance));
  const suffix = guidance === undefined ? "" : `, ${guidance.label}`;
  const label = samplerLabel(settings.sampler);
  const sampler: Sampler | undefined = findSampler(settings.sampler);
  if (sampler?.variant === undefined) return label + suffix;
  const { data } = z.object(sampler.settings).safeParse(settings);
  const variant = data === undefined ? "" : sampler.variant(data);
  return (variant === "" ? label : `${label} (${variant})`) + suffix;
}

/** Whether a sampler has a number of steps `T` to choose. */
export function hasSteps({ sampler }: { readonly sampler: string }): boolean {
  const known: Sampler | undefined = findSampler(sampler);
  return known === undefined || "T" in known.settings;
}

/** The number of steps in words; empty where there is none to choose. */
export function stepsText(row: { readonly sampler: string; readonly T: number }): string {
  return hasSteps(row) ? `T = ${row.T}` : "";
}

/** Orders samplers as the paper does: baselines first, ProSeCo last. */
export function compareSamplers(a: string, b: string): number {
  const rank = (name: string) => {
    const index = SAMPLER_NAMES.findIndex((known) => known === name);
    return index < 0 ? SAMPLER_NAMES.length : index;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The look of the `variant`-th setting of a sampler. */
export function seriesStyle(sampler: string, variant: number, label: string): SeriesStyle {
  const inks = inksOf(sampler), ink = inks[variant % inks.length]!;
  // The circle is of samplers that have one line; one of several inks has a symbol for each, and so has
  // each sampler without an ink of its own.
  const plain = inks.length === 1 && variant === 0 && ink !== "other";
  const shift = ink === "other" ? SAMPLER_NAMES.findIndex((name) => name === sampler) + 1 : 0;
  const symbol = SYMBOLS[(variant + shift) % SYMBOLS.length]!;
  return { label, ink, symbol: plain ? "circle" : symbol };
}

/** The look of every method among `rows`, in the order of the legend. */
export function seriesStyles(
  rows: readonly { readonly sampler: string; readonly method: string }[],
): Map<string, SeriesStyle> {
  const samplers = new Map(rows.map(({ method, sampler }) => [method, sampler]));
  const methods = [...samplers].sort(([a, samplerOfA], [b, samplerOfB]) =>
    compareSamplers(samplerOfA, samplerOfB) || (a < b ? -1 : a > b ? 1 : 0)
  );
  const variants = new Map<string, number>();
  return new Map(methods.map(([method, sampler]) => {
    const variant = variants.get(sampler) ?? 0;
    variants.set(sampler, variant + 1);
    return [method, seriesStyle(sampler, variant, method)];
  }));
}
