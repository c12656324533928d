import type { Parameter } from "../parameter.ts";

/** Elements of a row that share a scale. */
export const BLOCK = 32;

/** Names of the tensors that stand for a matrix of 4-bit elements, in files and programs. */
export function quantizedNames(
  name: string,
): { readonly packed: string; readonly scales: string } {
  return { packed: `${name}.packed`, scales: `${name}.scales` };
}

/** What the elements are stored around, so that four bits hold negative ones. */
const ZERO = 8;

/** Blocks of a row, the last of which may be cut short. */
export const blocksOf = (width: number) => Math.ceil(width / BLOCK);

/**
 * A matrix of 4-bit elements, as `tensor/ops/quantized.ts` has them. Who asks for its elements gets new
 * ones, widened.
 */
export class QuantizedParameter implements Parameter {
  /** Rows and width. */
  readonly shape: readonly [rows: number, width: number];
  /** `[rows, blocks, 16]` */
  readonly packed: Uint8Array<ArrayBuffer>;
  /** `[rows, blocks]` */
  readonly scales: Float32Array<ArrayBuffer>;

  /** Takes the arrays over. */
  constructor(
    shape: readonly [rows: number, width: number],
    packed: Uint8Array<ArrayBuffer>,
    scales: Float32Array<ArrayBuffer>,
  ) {
    this.shape = shape;
    this.packed = packed;
    this.scales = scales;
  }

  /** The elements, `[rows, width]`. */
  get data(): Float32Array<ArrayBuffer> {
    const [rows, width] = this.shape, blocks = blocksOf(width);
    const data = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < width; column++) {
        const block = row * blocks + Math.floor(column / BLOCK);
        const byte = this.packed[block * BLOCK / 2 + (column % BLOCK >> 1)]!;
        const q = column % 2 === 0 ? byte & 15 : byte >> 4;
        data[row * width + column] = this.scales[block]! * (q - ZERO);
      }
    }
    return data;
  }
}

/**
 * Rounds a matrix to 4-bit elements. The element of a block that is farthest from 0 decides the scale,
 * which is rounded to half precision, and is itself met but for that.
 *
 * Source: Q4_0 of ggml.
 */
export function quantizeMatrix(
  { shape, data }: Pick<Parameter, "shape" | "data">,
): QuantizedParameter {
  const [rows, width] = shape as [number, number], blocks = blocksOf(width);
  const packed = new Uint8Array(rows * blocks * BLOCK / 2),
    scales = new Float32Array(rows * blocks);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const start = row * width + block * BLOCK, end = Math.min(start + BLOCK, (row + 1) * width);
      let farthest = 0;
      for (let i = start; i < end; i++) {
        if (Math.abs(data[i]!) > Math.abs(farthest)) farthest = data[i]!;
      }
      const place = row * blocks + block,
        scale = farthest === 0 ? 0 : Math.f16round(-farthest / ZERO);
      scales[place] = scale;
      const inverse = scale === 0 ? 0 : 1 / scale;
      for (let i = 0; i < BLOCK; i++) {
        const x = start + i < end ? data[start + i]! : 0;
        const q = Math.min(15, Math.max(0, Math.floor(x * inverse + ZERO + 0.5)));
        packed[place * BLOCK / 2 + (i >> 1)]! |= i % 2 === 0 ? q : q << 4;
      }
    }
  }
  return new QuantizedParameter([rows, width], packed, scales);
}
