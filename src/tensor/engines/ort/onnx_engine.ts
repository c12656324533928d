import type { Engine } from "../engine.ts";

/**
 * Parameters up to this number become constants, which ONNX Runtime packs for its matrix products: a
 * pass is then 13% faster at d = 128 and 4% at d = 768, but they are held twice. Larger networks are
 * read where they lie.
 */
const MOST_PACKED = 16e6;

/** ONNX Runtime on a recorded graph. */
export const compiled = {
  name: "compiled",
  computesQuantized: true,
  constants: { areFolded: true, most: MOST_PACKED },
  async prepare(source, options) {
    const { createOnnxProgram } = await import("./onnx_program.ts");
    return await createOnnxProgram(source, options);
  },
  async describe({ threads = globalThis.navigator?.hardwareConcurrency ?? 1 } = {}) {
    const { describeRoute } = await import("./onnx_runtime.ts");
    return `ONNX Runtime ${await describeRoute()}, on ${threads} ${
      threads === 1 ? "thread" : "threads"
    }`;
  },
  // The lock file has its version, and both routes give the same bytes.
  facts: () => Promise.resolve({}),
} as const satisfies Engine;
