import { foldIn, type RandomKey, RandomStream } from "../../../random/mod.ts";
import { countPoints, type Points } from "./points.ts";

/** Points in clusters. */
export interface Clustering {
  /** Cluster of each point. */
  readonly labels: Int32Array;
  /** Sum of the squared distances of points from the centres of their clusters. */
  readonly inertia: number;
}

/** Options of {@linkcode kMeans}. */
export interface KMeansOptions {
  /** Clusters; no more than there are points. */
  readonly clusters: number;
  /** Which points the first centres are. */
  readonly key: RandomKey;
  /** How often it starts anew; the best clustering is kept. @default {5} */
  readonly starts?: number;
  /** Most iterations of a start. @default {500} */
  readonly iterations?: number;
}

/** Squared lengths of points, `[n]`. */
function squares(data: Float32Array | Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: data.length / size }, (_, point) => {
    let sum = 0;
    for (let i = point * size; i < (point + 1) * size; i++) sum += data[i]! ** 2;
    return sum;
  });
}

/** Puts each point into the cluster of the nearest centre. */
function assign({ data, size }: Points, centres: Float32Array, labels: Int32Array): number {
  const n = labels.length, k = centres.length / size, lengths = squares(centres, size);
  let changed = 0;
  for (let point = 0; point < n; point++) {
    const start = point * size;
    let best = 0, least = Infinity;
    for (let cluster = 0; cluster < k; cluster++) {
      const centre = cluster * size;
      // Four sums, so that an addition need not wait for the one before.
      let a = 0, b = 0, c = 0, d = 0, i = 0;
      for (; i + 3 < size; i += 4) {
        a += data[start + i]! * centres[centre + i]!;
        b += data[start + i + 1]! * centres[centre + i + 1]!;
        c += data[start + i + 2]! * centres[centre + i + 2]!;
        d += data[start + i + 3]! * centres[centre + i + 3]!;
      }
      for (; i < size; i++) a += data[start + i]! * centres[centre + i]!;
      const distance = lengths[cluster]! - 2 * (a + b + c + d);
      if (distance < least) {
        least = distance;
        best = cluster;
      }
    }
    if (labels[point] !== best) changed++;
    labels[point] = best;
  }
  return changed;
}

/** Moves each centre to the mean of its points; one without points stays. */
function recentre({ data, size }: Points, labels: Int32Array, centres: Float32Array): void {
  const k = centres.length / size, sums = new Float64Array(k * size), counts = new Int32Array(k);
  labels.forEach((label, point) => {
    counts[label]!++;
    for (let i = 0; i < size; i++) sums[label * size + i]! += data[point * size + i]!;
  });
  sums.forEach((sum, i) => {
    const count = counts[Math.floor(i / size)]!;
    if (count > 0) centres[i] = sum / count;
  });
}

function inertiaOf({ data, size }: Points, labels: Int32Array, centres: Float32Array): number {
  let sum = 0;
  labels.forEach((label, point) => {
    for (let i = 0; i < size; i++) {
      sum += (data[point * size + i]! - centres[label * size + i]!) ** 2;
    }
  });
  return sum;
}

/** Squared distances of all points from one of them, where they are below those given. */
function nearer(
  { data, size }: Points,
  to: number,
  than: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  return than.map((least, point) => {
    let sum = 0;
    for (let i = 0; i < size && sum < least; i++) {
      sum += (data[point * size + i]! - data[to * size + i]!) ** 2;
    }
    return Math.min(sum, least);
  });
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** Draws an index with the weights. */
function drawIndex(weights: Float64Array, total: number, stream: RandomStream): number {
  let left = stream.uniform() * total;
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? weights.length - 1 : found;
}

/**
 * Centres that lie apart: each is a point, drawn with its squared distance from the nearest one before as
 * the weight; of some draws the one that leaves the least distances.
 *
 * Source: Arthur & Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
 */
function spreadCentres(points: Points, clusters: number, stream: RandomStream): Float32Array {
  const { data, size } = points,
    n = countPoints(points),
    trials = 2 + Math.floor(Math.log(clusters));
  const centres = new Float32Array(clusters * size);
  let next = stream.integer(n), distances = new Float64Array(n).fill(Infinity);
  distances = nearer(points, next, distances);
  for (let cluster = 0;;) {
    centres.set(data.subarray(next * size, (next + 1) * size), cluster * size);
    if (++cluster === clusters) return centres;
    const total = sumOf(distances);
    let least = Infinity, best = distances;
    for (let trial = 0; trial < trials; trial++) {
      const drawn = drawIndex(distances, total, stream), left = nearer(points, drawn, distances);
      const sum = sumOf(left);
      if (sum < least) [least, best, next] = [sum, left, drawn];
    }
    distances = best;
  }
}

function oneStart(points: Points, clusters: number, iterations: number, key: RandomKey) {
  const labels = new Int32Array(countPoints(points)).fill(-1);
  const centres = spreadCentres(points, clusters, new RandomStream(key));
  for (let i = 0; i < iterations && assign(points, centres, labels) > 0; i++) {
    recentre(points, labels, centres);
  }
  return { labels, inertia: inertiaOf(points, labels, centres) };
}

/**
 * Clusters of points by Lloyd's algorithm: the best of several starts.
 *
 * @throws {RangeError} If there are fewer points than clusters.
 */
export function kMeans(
  points: Points,
  { clusters, key, starts = 5, iterations = 500 }: KMeansOptions,
): Clustering {
  const n = countPoints(points);
  if (!(clusters >= 1 && clusters <= n)) {
    throw new RangeError(`Cannot make ${clusters} clusters of ${n} points: take 1 to ${n}`);
  }
  let best = oneStart(points, clusters, iterations, foldIn(key, 0));
  for (let start = 1; start < starts; start++) {
    const other = oneStart(points, clusters, iterations, foldIn(key, start));
    if (other.inertia < best.inertia) best = other;
  }
  return best;
}
