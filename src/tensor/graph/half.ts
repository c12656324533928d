import type { NarrowType } from "./graph.ts";

/** The bits of the bfloat16 that is nearest to a number, ties to even. */
export function bfloat16Bits(number: number): number {
  const bits = new Uint32Array(Float32Array.of(number).buffer)[0]!;
  return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
}

/** The number of half the width that is nearest to another. */
export function roundedTo(type: NarrowType, number: number): number {
  if (type === "float16") return Float16Array.of(number)[0]!;
  return new Float32Array(Uint32Array.of(bfloat16Bits(number) << 16).buffer)[0]!;
}
