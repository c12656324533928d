import { cString, type OnnxLibrary } from "./onnx_api.ts";
import type { ProviderDevice } from "./provider.ts";

/** Asks for all optimisations. */
const OPTIMISE_ALL = 99;

/** Tells of errors alone. */
const ERRORS = 3;

/** What every session is told. */
const ALWAYS: Readonly<Record<string, string>> = {
  // It takes gradients' inputs away: what it leaves out of LayerNormalization the way back reads.
  "optimization.disable_specified_optimizers": "SkipLayerNormFusion",
};

/** What sessions of the processor are told beside: to take memory from the environment's arena. */
const ON_PROCESSOR: Readonly<Record<string, string>> = { "session.use_env_allocators": "1" };

/** How a session computes. */
export interface NativeSessionOptions {
  /** Threads of one operator. */
  readonly threads: number;
  /** What computes. @default {undefined}, the processor */
  readonly device?: ProviderDevice;
}

/**
 * Makes ONNX Runtime ready to run a model.
 *
 * @throws {Error} If it refuses the model or the device.
 */
export function openNativeSession(
  library: OnnxLibrary,
  bytes: Uint8Array<ArrayBuffer>,
  { threads, device }: NativeSessionOptions,
): Deno.PointerValue {
  const options = library.create("CreateSessionOptions");
  try {
    library.check("SetSessionGraphOptimizationLevel", options, OPTIMISE_ALL);
    library.check("SetIntraOpNumThreads", options, threads);
    library.check("SetInterOpNumThreads", options, 1);
    // Planned memory is never given back; without the plan the peak is a third lower.
    library.check("DisableMemPattern", options);
    const entries = { ...ALWAYS, ...(device === undefined && ON_PROCESSOR) };
    for (const [key, value] of Object.entries(entries)) {
      library.check("AddSessionConfigEntry", options, cString(key), cString(value));
    }
    if (device !== undefined) {
      device.append(library, options);
      // It would warn of each graph in which something stays with the processor, as shapes do.
      library.check("SetSessionLogSeverityLevel", options, ERRORS);
    }
    return library.create(
      "CreateSessionFromArray",
      ...[library.environment, bytes, BigInt(bytes.length), options] as const,
    );
  } finally {
    library.free("ReleaseSessionOptions", options);
  }
}
