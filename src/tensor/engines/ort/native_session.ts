import type { OnnxModel } from "../../onnx/onnx.ts";
import { hostValue } from "./native_values.ts";
import { addressesOf, cPath, cString, listOf, type OnnxLibrary } from "./onnx_api.ts";
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
  /**
   * How the path of a file begins that tells what each operator took; ONNX Runtime puts the time behind
   * it, and writes it when the session is released.
   *
   * @default {undefined}, nothing is timed
   */
  readonly profile?: string;
}

/** What of a model a session is made of. */
export type SessionModel = Pick<OnnxModel, "bytes" | "external">;

/**
 * Makes ONNX Runtime ready to run a model. Version 1.30 copies what lies beside the model, and lets go of
 * it where it has packed it; others may read it where it lies as long as the session lives.
 *
 * @throws {Error} If it refuses the model or the device.
 */
export function openNativeSession(
  library: OnnxLibrary,
  { bytes, external }: SessionModel,
  { threads, device, profile }: NativeSessionOptions,
): Deno.PointerValue {
  const options = library.create("CreateSessionOptions"), names = listOf(Object.keys(external));
  const values = Object.values(external).map((tensor) => hostValue(library, tensor));
  try {
    library.check("SetSessionGraphOptimizationLevel", options, OPTIMISE_ALL);
    library.check("SetIntraOpNumThreads", options, threads);
    library.check("SetInterOpNumThreads", options, 1);
    // Planned memory is never given back; without the plan the peak is a third lower.
    library.check("DisableMemPattern", options);
    if (profile !== undefined) library.check("EnableProfiling", options, cPath(profile));
    const entries = { ...ALWAYS, ...(device === undefined && ON_PROCESSOR) };
    for (const [key, value] of Object.entries(entries)) {
      library.check("AddSessionConfigEntry", options, cString(key), cString(value));
    }
    if (device !== undefined) {
      device.append(library, options);
      // It would warn of each graph in which something stays with the processor, as shapes do.
      library.check("SetSessionLogSeverityLevel", options, ERRORS);
    }
    if (values.length > 0) {
      const addresses = addressesOf(values), count = BigInt(values.length);
      library.check("AddExternalInitializers", options, names.addresses, addresses, count);
    }
    return library.create(
      "CreateSessionFromArray",
      ...[library.environment, bytes, BigInt(bytes.length), options] as const,
    );
  } finally {
    library.free("ReleaseSessionOptions", options);
    for (const value of values) library.free("ReleaseValue", value);
  }
}
