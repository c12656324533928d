/**
 * The engines that can run a program: `compiled` is ONNX Runtime on a recorded graph; the others run
 * tfjs operations one by one as the program calls them.
 *
 * A process that tries several must load `tensorflow` before `webgpu`: Mesa's software adapter and
 * libtensorflow both contain LLVM, and libtensorflow crashes when it finds the other's.
 */
export const ENGINES = ["compiled", "tensorflow", "webgpu", "wasm", "cpu"] as const;

/** Name of an engine. */
export type EngineName = typeof ENGINES[number];

/** Name of an engine that runs operations one by one: a tfjs backend. */
export type EagerEngine = Exclude<EngineName, "compiled">;
