/** Points of one dimension, one after the other. */
export interface Points {
  /** `[n, size]` */
  readonly data: Float32Array;
  /** Numbers of a point. */
  readonly size: number;
}

/** Number of points. */
export function countPoints({ data, size }: Points): number {
  return data.length / size;
}

/** All points of two sets, those of the first before those of the second. */
export function joinPoints(first: Points, second: Points): Points {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { data, size: first.size };
}

/** Points scaled to the length 1; one that is 0 stays. */
export function unitPoints({ data, size }: Points): Points {
  const scaled = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += size) {
    let square = 0;
    for (let i = start; i < start + size; i++) square += data[i]! ** 2;
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let i = start; i < start + size; i++) scaled[i] = data[i]! * scale;
  }
  return { data: scaled, size };
}
