import type { RandomKey } from "../../../random/mod.ts";
import { divergenceFrontier, frontierArea, histograms } from "./divergence_frontier.ts";
import { kMeans } from "./k_means.ts";
import { countPoints, joinPoints, type Points, unitPoints } from "./points.ts";
import { principalComponents } from "./principal_components.ts";

/** Share of the variance that is kept. */
const KEPT_VARIANCE = 0.9;

/** How near two sets of texts are, and what the number depends on. */
export interface Mauve {
  /** From 0, nothing in common, to 1, the same. */
  readonly value: number;
  /** Clusters. */
  readonly clusters: number;
  /** Coordinates of a text that were kept. */
  readonly kept: number;
}

/**
 * MAUVE of two sets of texts by their features: of length 1, in the principal components that hold 90%
 * of the variance, clustered together, n/10 clusters. The number depends on n and on the network whose
 * features they are.
 *
 * Source: Pillutla et al. 2021, "MAUVE: measuring the gap between neural text and human text".
 *
 * @param p Features of the first set.
 * @param q Those of the second.
 * @param key Where the clusters start.
 * @throws {RangeError} If a set has fewer than two texts.
 */
export function mauve(p: Points, q: Points, key: RandomKey): Mauve {
  const split = countPoints(p), n = Math.min(split, countPoints(q));
  if (n < 2) throw new RangeError(`Cannot compare ${split} texts with ${countPoints(q)}: take two`);
  const { points } = principalComponents(unitPoints(joinPoints(p, q)), KEPT_VARIANCE);
  const clusters = Math.max(2, Math.floor(n / 10));
  const { labels } = kMeans(points, { clusters, key });
  const value = frontierArea(divergenceFrontier(histograms(labels, clusters, split)));
  return { value, clusters, kept: points.size };
}
