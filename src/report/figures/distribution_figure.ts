import * as Plot from "@observablehq/plot";
import { formatCount, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { paint, type Surface } from "../style/inks.ts";
import { hasSteps, seriesStyles } from "../style/methods.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { nameMethods } from "../analysis/method_naming.ts";
import { type Panel, renderPanel } from "./panel.ts";
import { novelMolecules } from "../analysis/summary.ts";

/** Bins of a property that is not a count. */
const BINS = 24;

interface Bin {
  readonly start: number;
  readonly end: number;
  readonly share: number;
}

/** Cuts the range of `values` into bins: one for each integer if all are, else equal ones. */
function edgesOf(values: Iterable<number>): number[] {
  let low = Infinity, high = -Infinity, whole = true;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    whole &&= Number.isInteger(value);
  }
  if (whole) return Array.from({ length: high - low + 2 }, (_, index) => low - 0.5 + index);
  return Array.from({ length: BINS + 1 }, (_, index) => low + (high - low) * index / BINS);
}

function histogram(values: Iterable<number>, edges: readonly number[]): Bin[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const [low, next] = edges as [number, number], width = next - low;
  let total = 0;
  for (const value of values) {
    const bin = Math.floor((value - low) / width);
    counts[Math.min(counts.length - 1, Math.max(0, bin))]!++;
    total++;
  }
  return counts.map((count, index) => ({
    start: edges[index]!,
    end: edges[index + 1]!,
    share: total === 0 ? 0 : count / total,
  }));
}

function rangeText({ start, end }: Bin, property: string): string {
  const { digits } = propertyText(property);
  return end - start === 1
    ? formatNumber((start + end) / 2, 0)
    : `${formatNumber(start, digits)} to ${formatNumber(end, digits)}`;
}

function* chain(lists: Iterable<Iterable<number>>): Iterable<number> {
  for (const list of lists) yield* list;
}

/** What guidance does to a property, drawn over what the data set holds. */
export interface DistributionOptions {
  /** Metrics of one property. */
  readonly metrics: readonly MoleculeMetrics[];
  /** Values of the property over the data set. */
  readonly data: Float32Array;
  /** The value above which a molecule has the label. */
  readonly threshold: number;
}

/**
 * Distribution of a property over novel molecules at the largest T, weakest and strongest guidance
 * over the data set's: a panel for each method.
 */
export function distributionPanels(options: DistributionOptions, surface: Surface): Panel[] {
  const { metrics, data, threshold } = options;
  const { property } = metrics[0]!.settings;
  const { name } = propertyText(property);
  const names = nameMethods(metrics);
  const stepped = metrics.filter(({ settings }) => hasSteps(settings));
  const largest = Math.max(
    ...(stepped.length > 0 ? stepped : metrics).map(({ settings }) => settings.T),
  );
  const shown = metrics.filter(({ settings }) => settings.T === largest || !hasSteps(settings));
  const stepless = new Set(
    shown.filter(({ settings }) => !hasSteps(settings)).map((one) => names.get(one)!),
  );
  const styles = seriesStyles(
    shown.map((one) => ({ sampler: one.settings.sampler, method: names.get(one)! })),
  );
  const strengths = [...new Set(shown.map(({ settings }) => settings.gamma))]
    .sort((a, b) => a - b);
  const ends = [...new Set([strengths[0]!, strengths.at(-1)!])];
  const drawn = (method: string, gamma: number) =>
    shown.filter((one) => names.get(one) === method && one.settings.gamma === gamma)
      .flatMap((one) => novelMolecules(one).map(({ value }) => value));
  const lists = new Map([...styles.keys()].map((method) => [
    method,
    ends.map((gamma) => ({ gamma, values: drawn(method, gamma) })),
  ]));
  const edges = edgesOf(
    chain([data, ...[...lists.values()].flatMap((list) => list.map(({ values }) => values))]),
  );
  const ofData = histogram(data, edges);
  const curves = [...lists].map(([method, list]) => ({
    method,
    curves: list.map(({ gamma, values }) => ({
      gamma,
      count: values.length,
      bins: histogram(values, edges),
    })),
  }));
  const top = Math.max(
    ...[ofData, ...curves.flatMap((one) => one.curves.map(({ bins }) => bins))].flat()
      .map(({ share }) => share),
  );
  return curves.map(({ method, curves }) => {
    const style = styles.get(method)!;
    const color = paint(style.ink, surface);
    const middle = ({ start, end }: Bin) => (start + end) / 2;
    return renderPanel({
      title: stepless.has(method) ? method : `${method}, T = ${largest}`,
      ariaLabel: `${name} of novel molecules of ${method} over that of the data set`,
      xLabel: propertyText(property).inProse,
      yLabel: "share of molecules",
      x: { domain: [edges[0], edges[edges.length - 1]] },
      y: { domain: [0, top * 1.06] },
      marks: [
        Plot.rectY(ofData, {
          x1: "start",
          x2: "end",
          y: "share",
          fill: paint("rule", surface),
          inset: 0.5,
          title: (bin: Bin) =>
            `Data set, ${rangeText(bin, property)}\n${
              formatNumber(100 * bin.share, 1)
            }% of molecules`,
          className: "point",
        }),
        Plot.ruleX([threshold + (Number.isInteger(edges[0]! + 0.5) ? 0.5 : 0)], {
          stroke: paint("muted", surface),
          strokeDasharray: "3,3",
        }),
        ...curves.flatMap(({ gamma, bins, count }, index) => [
          Plot.line(bins, {
            x: middle,
            y: "share",
            stroke: color,
            strokeWidth: index === 0 && curves.length > 1 ? 1.1 : 2,
            strokeDasharray: index === 0 && curves.length > 1 ? "4,3" : undefined,
          }),
          Plot.dot(bins.filter(({ share }) => share > 0), {
            className: "point",
            x: middle,
            y: "share",
            r: 2.5,
            fill: color,
            title: (bin: Bin) =>
              `${method}, γ = ${gamma}, ${rangeText(bin, property)}\n` +
              `${formatNumber(100 * bin.share, 1)}% of ${formatCount(count)} novel molecules`,
          }),
        ]),
      ],
    }, surface);
  });
}
