/** Shares of two sets in the same clusters. */
export interface Histograms {
  /** Of the first set. */
  readonly p: Float64Array;
  /** Of the second. */
  readonly q: Float64Array;
}

/** Kullback–Leibler divergence, in nats. */
function divergence(p: Float64Array, r: Float64Array): number {
  return p.reduce((sum, share, i) => share === 0 ? sum : sum + share * Math.log(share / r[i]!), 0);
}

/** Area under a curve through points, by trapezoids along the first coordinate. */
function area(points: readonly (readonly [number, number])[]): number {
  const sorted = [...points].sort(([a], [b]) => a - b);
  return sorted.slice(1).reduce((sum, [x, y], i) => {
    const [left, height] = sorted[i]!;
    return sum + (x - left) * (y + height) / 2;
  }, 0);
}

/** Shares of the clusters among the first `split` points and among the others. */
export function histograms(labels: Int32Array, clusters: number, split: number): Histograms {
  const p = new Float64Array(clusters), q = new Float64Array(clusters);
  labels.forEach((label, i) => {
    if (i < split) p[label]! += 1 / split;
    else q[label]! += 1 / (labels.length - split);
  });
  return { p, q };
}

/**
 * The frontier of divergences of two distributions from mixtures of both:
 * `[exp(−c KL(q ‖ r)), exp(−c KL(p ‖ r))]` for `r = λ p + (1 − λ) q`, with its ends on the axes.
 *
 * Source: Pillutla et al. 2021, "MAUVE: measuring the gap between neural text and human text".
 *
 * @param options `mixtures`: how many. `scale`: c.
 */
export function divergenceFrontier(
  { p, q }: Histograms,
  { mixtures = 25, scale = 5 }: { readonly mixtures?: number; readonly scale?: number } = {},
): [number, number][] {
  const least = 1e-6,
    inner = Array.from({ length: mixtures }, (_, i): [number, number] => {
      const share = least + i / (mixtures - 1) * (1 - 2 * least);
      const mixed = p.map((own, j) => share * own + (1 - share) * q[j]!);
      return [Math.exp(-scale * divergence(q, mixed)), Math.exp(-scale * divergence(p, mixed))];
    });
  return [[1, 0], ...inner, [0, 1]];
}

/** Mean of the areas under a frontier, along either axis. */
export function frontierArea(frontier: readonly (readonly [number, number])[]): number {
  return (area(frontier) + area(frontier.map(([x, y]) => [y, x] as const))) / 2;
}
