import type { InkName } from "./inks.ts";

/** How a sampler is named and coloured, the same in every figure and table. */
interface Method {
  readonly label: string;
  /** Colours of its settings (S, ω), the main one first. */
  readonly inks: readonly InkName[];
}

const METHODS: Readonly<Record<string, Method>> = {
  ar: { label: "AR", inks: ["other"] },
  mdm: { label: "MDM", inks: ["mdm"] },
  "first-hitting": { label: "First-hitting", inks: ["first-hitting"] },
  udlm: { label: "UDLM", inks: ["udlm"] },
  remdm: { label: "ReMDM", inks: ["remdm"] },
  prism: { label: "PRISM", inks: ["prism"] },
  proseco: { label: "ProSeCo", inks: ["proseco-0", "proseco-1", "proseco-2", "proseco-3"] },
};
const ORDER = Object.keys(METHODS);
const SYMBOLS = ["diamond", "triangle", "square", "star", "cross", "wye"] as const;

/** The look of one line of a figure. Symbol and colour tell the same twice. */
export interface SeriesStyle {
  readonly label: string;
  readonly ink: InkName;
  readonly symbol: "circle" | typeof SYMBOLS[number];
}

/** The name that people know a sampler by, such as `ProSeCo` for `proseco`. */
export function samplerLabel(sampler: string): string {
  return METHODS[sampler]?.label ?? sampler;
}

// They write or unmask one position a step, so that no T can be chosen for them.
const WITHOUT_STEPS = new Set(["ar", "first-hitting"]);

/** Whether a sampler has a number of steps `T` to choose. */
export function hasSteps({ sampler }: { readonly sampler: string }): boolean {
  return !WITHOUT_STEPS.has(sampler);
}

/** The number of steps in words; empty where there is none to choose. */
export function stepsText(row: { readonly sampler: string; readonly T: number }): string {
  return hasSteps(row) ? `T = ${row.T}` : "";
}

/** Orders samplers as the paper does: baselines first, ProSeCo last. */
export function compareSamplers(a: string, b: string): number {
  const rank = (sampler: string) => ORDER.includes(sampler) ? ORDER.indexOf(sampler) : ORDER.length;
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The look of the `variant`-th setting of a sampler. */
export function seriesStyle(sampler: string, variant: number, label: string): SeriesStyle {
  const inks = METHODS[sampler]?.inks ?? ["other"];
  const plain = sampler !== "proseco" && variant === 0;
  return {
    label,
    ink: inks[variant % inks.length]!,
    symbol: plain ? "circle" : SYMBOLS[variant % SYMBOLS.length]!,
  };
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
