/** A loss at a step. */
export interface LossPoint {
  /** Finished steps. */
  readonly step: number;
  /** Such as its mean over some steps. */
  readonly value: number;
}

/** Points that a curve has at most; more would only draw noise. */
const MOST_POINTS = 120;

/** Means over consecutive stretches, so that a long log becomes a curve that can be read. */
export function thinCurve(points: readonly LossPoint[], most = MOST_POINTS): LossPoint[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, index) => {
    const start = Math.floor(index * points.length / most);
    const stretch = points.slice(start, Math.floor((index + 1) * points.length / most));
    const mean = (key: keyof LossPoint) =>
      stretch.reduce((sum, point) => sum + point[key], 0) / stretch.length;
    return { step: mean("step"), value: mean("value") };
  });
}

/**
 * Bounds of the vertical axis: the first steep fall is left out, which would press the rest of a curve flat.
 */
export function lossDomain(points: readonly LossPoint[]): [number, number] {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const high = values[Math.floor((values.length - 1) * 0.95)] ?? 1;
  const low = values[0] ?? 0;
  return [low - (high - low) * 0.05, high + (high - low || 1) * 0.25];
}
