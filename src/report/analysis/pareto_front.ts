/** A result of two figures, of both of which more is better. */
export interface FrontPoint {
  /** Novel samples of 1,024. */
  readonly novel: number;
  /** Mean property of the novel ones. */
  readonly value: number;
}

/**
 * The points that no other is better than: more in one figure and no less in the other. By growing
 * `novel`, so by falling `value`.
 */
export function paretoFront<Point extends FrontPoint>(points: readonly Point[]): Point[] {
  const front: Point[] = [];
  for (const point of points.toSorted((a, b) => b.novel - a.novel || b.value - a.value)) {
    const best = front.at(-1);
    if (best === undefined || point.value > best.value) front.push(point);
  }
  return front.reverse();
}

/**
 * The area that some of the points are better than, above and right of a reference point: `novel` 0
 * and a property of `reference`. Points with no more than that add nothing.
 */
export function hypervolume(points: readonly FrontPoint[], reference: number): number {
  let area = 0, left = 0;
  for (const { novel, value } of paretoFront(points)) {
    if (value > reference) area += (novel - left) * (value - reference);
    // Where a point reaches the reference only, those further right have even less.
    else break;
    left = novel;
  }
  return area;
}
