import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { compareSamplers, hasSteps } from "../style/methods.ts";
import { nameMethods } from "./method_naming.ts";
import { type FrontPoint, hypervolume, paretoFront } from "./pareto_front.ts";
import { type Estimate, estimate } from "../../statistics/estimates.ts";
import { PAPER_COUNT } from "./summary.ts";

/** The hypervolume of one method, over its guidance strengths. */
export interface MethodVolume {
  /** Readable name of the method. */
  readonly method: string;
  /** Its sampler. */
  readonly sampler: string;
  /** By the number of unmasking steps; none where a method takes as many as there are positions. */
  readonly byT: ReadonlyMap<number, Estimate>;
  /** Over all numbers of steps. */
  readonly all: Estimate;
  /** How many of its settings (T, γ) are on the front of all methods. */
  readonly onFront: number;
}

/** Hypervolumes of all methods of one property. */
export interface PropertyVolumes {
  /** Property that was guided. */
  readonly property: string;
  /** The property's reference value; the other coordinate of the reference is no novel molecule. */
  readonly reference: number;
  /** By method. */
  readonly methods: readonly MethodVolume[];
}

function pointOf({ figures, settings, value }: MoleculeMetrics): FrontPoint {
  return {
    novel: figures.novelCount / settings.count * PAPER_COUNT,
    value: value.novel.mean ?? -Infinity,
  };
}

/** The hypervolume of each seed, and their mean with its standard error. */
function volumeOf(group: readonly MoleculeMetrics[], reference: number): Estimate {
  const seeds = Map.groupBy(group, ({ settings }) => settings.seed);
  return estimate(
    Array.from(seeds.values(), (one) => hypervolume(one.map(pointOf), reference)),
  )!;
}

/** Settings (T, γ) as the mean over their seeds. */
function settingsOf(group: readonly MoleculeMetrics[]): FrontPoint[] {
  const settings = Map.groupBy(group, ({ settings: { T, gamma } }) => `${T} ${gamma}`);
  return Array.from(settings.values(), (seeds) => {
    const points = seeds.map(pointOf), values = points.map(({ value }) => value).filter(isFinite);
    return {
      novel: estimate(points.map(({ novel }) => novel))!.mean,
      value: estimate(values)?.mean ?? -Infinity,
    };
  });
}

/**
 * How much of the plane of novel molecules against their mean property each method covers: the larger,
 * the better its front. Computed for each seed, so that it has a standard error.
 *
 * @param references Reference value of each property, such as the mean of the data set.
 */
export function hypervolumes(
  metrics: readonly MoleculeMetrics[],
  references: ReadonlyMap<string, number>,
): PropertyVolumes[] {
  const names = nameMethods(metrics);
  return [...Map.groupBy(metrics, ({ settings }) => settings.property)].map(([property, group]) => {
    const reference = references.get(property) ?? 0;
    const byMethod = [...Map.groupBy(group, (one) => names.get(one)!)];
    const front = new Set(
      paretoFront(
        byMethod.flatMap(([method, own]) => settingsOf(own).map((point) => ({ ...point, method }))),
      ),
    );
    const methods = byMethod.map(([method, own]): MethodVolume => {
      const { sampler } = own[0]!.settings;
      const byT = hasSteps({ sampler }) ? [...Map.groupBy(own, ({ settings }) => settings.T)] : [];
      return {
        method,
        sampler,
        byT: new Map(byT.map(([T, part]) => [T, volumeOf(part, reference)])),
        all: volumeOf(own, reference),
        onFront: [...front].filter((point) => point.method === method).length,
      };
    });
    methods.sort((a, b) => compareSamplers(a.sampler, b.sampler) || (a.method < b.method ? -1 : 1));
    return { property, reference, methods };
  });
}
