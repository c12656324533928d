import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { countPoints, type Points } from "./points.ts";

/** Points in the coordinates in which they vary most. */
export interface PrincipalComponents {
  /** The points, with as many coordinates as were kept. */
  readonly points: Points;
  /** Share of the variance along each kept coordinate, the largest first. */
  readonly shares: readonly number[];
}

function centered({ data, size }: Points): Float32Array {
  const n = data.length / size, mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size]! += data[i]! / n;
  return data.map((value, i) => value - mean[i % size]!);
}

/** Sums of products of coordinates, `[size, size]`; points are taken in turn so that rows stay near. */
function scatter(data: Float32Array, size: number): Matrix {
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (let start = 0; start < data.length; start += size) {
    const point = data.subarray(start, start + size);
    for (let i = 0; i < size; i++) {
      const row = sums[i]!, value = point[i]!;
      for (let j = i; j < size; j++) row[j]! += value * point[j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sums[i]![j] = sums[j]![i]!;
  }
  return new Matrix(sums);
}

/**
 * Principal components: the fewest directions that hold a share of the variance.
 *
 * @param share The share, in (0, 1].
 */
export function principalComponents(all: Points, share: number): PrincipalComponents {
  const { size } = all, n = countPoints(all), data = centered(all);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scatter(data, size), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const shares: number[] = [];
  for (let held = 0; held < share && shares.length < size && total > 0;) {
    const own = realEigenvalues[order[shares.length]!]! / total;
    shares.push(own);
    held += own;
  }
  const kept = shares.length, turned = new Float32Array(n * kept);
  const directions = order.slice(0, kept).map((i) =>
    Float64Array.from(
      eigenvectorMatrix.getColumn(i),
    )
  );
  for (let point = 0; point < n; point++) {
    const own = data.subarray(point * size, (point + 1) * size);
    directions.forEach((direction, i) => {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += own[j]! * direction[j]!;
      turned[point * kept + i] = sum;
    });
  }
  return { points: { data: turned, size: kept }, shares };
}
