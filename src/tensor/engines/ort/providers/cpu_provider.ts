import { NARROW_OPERATORS, type Provider } from "../provider.ts";

/**
 * Parameters up to this number become constants, which ONNX Runtime packs for its matrix products: a
 * pass is then 13% faster at d = 128 and 4% at d = 768, but they are held twice. Larger networks are
 * read where they lie.
 */
const MOST_PACKED = 16e6;

/** The processor, for which ONNX Runtime has all that is recorded. */
export const cpuProvider = {
  engine: "compiled",
  replaced: [],
  // Few kernels are of half the width, and none is faster: what it does to a training can be seen.
  narrow: {
    bfloat16: { ...NARROW_OPERATORS, isRounded: true },
    float16: { ...NARROW_OPERATORS, isRounded: true },
  },
  mostConstants: MOST_PACKED,
  computesQuantized: true,
} as const satisfies Provider;
