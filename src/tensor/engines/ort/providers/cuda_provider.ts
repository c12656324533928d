import { LIBRARY_VARIABLE, MOST_IN_FILE, NARROW_OPERATORS, type Provider } from "../provider.ts";

/** Products are of float32 where float32 is asked for, not of the 19 bits that tensor cores take for it. */
const SETTINGS = { use_tf32: "0" };

/** NVIDIA's cards by CUDA, with a library that a user has. */
export const cudaProvider = {
  engine: "cuda",
  replaced: [],
  narrow: { bfloat16: NARROW_OPERATORS, float16: NARROW_OPERATORS },
  mostConstants: MOST_IN_FILE,
  device: {
    memory: "Cuda",
    append(library, sessionOptions) {
      library.appendCuda(sessionOptions, SETTINGS);
    },
    async missing() {
      const { namedLibrary } = await import("../onnx_library.ts");
      return namedLibrary() === undefined
        ? `${LIBRARY_VARIABLE} is not set: it names a libonnxruntime that was built for CUDA, as the ` +
          "Python wheel onnxruntime-gpu holds one"
        : undefined;
    },
    explain(message) {
      if (/not enabled in this build/i.test(message)) {
        return `the library that ${LIBRARY_VARIABLE} names was built without CUDA`;
      }
      if (/libcu|libcudnn|providers_(cuda|shared)/.test(message)) {
        return `the library does not find CUDA or what of itself computes with it (${message}): put ` +
          "their folders in LD_LIBRARY_PATH";
      }
      if (/no CUDA-capable device|CUDA failure (100|35)/i.test(message)) {
        return `no NVIDIA card or driver answers (${message})`;
      }
      return undefined;
    },
    describe: () => Promise.resolve("CUDA"),
    isSoftware: () => Promise.resolve(false),
    facts: () => Promise.resolve({}),
  },
} as const satisfies Provider;
