import type { Elements } from "../../graph/bound_arrays.ts";
import type { BoundProgram } from "../engine.ts";
import type { DeviceMemory } from "./device_memory.ts";
import {
  type NativeSessionOptions,
  openNativeSession,
  type SessionModel,
} from "./native_session.ts";
import type { OnnxLibrary } from "./onnx_api.ts";
import type { Session } from "./onnx_session.ts";
import { renewedArrays, tieToDevice, tieToHost } from "./ties.ts";

/** How a session computes, and where what it renews stays. */
export interface LibrarySessionOptions extends NativeSessionOptions {
  /** Memory of the device. @default {undefined}, arrays are read and written where they lie */
  readonly memory?: DeviceMemory;
  /** What a fault of a run means to a user. @default {the fault itself} */
  explain?(fault: unknown): unknown;
}

/**
 * Prepares ONNX Runtime to run a model by its C interface, which writes results to the memory given for
 * them and nowhere else.
 *
 * @throws {Error} If ONNX Runtime refuses the model.
 */
export function createLibrarySession(
  library: OnnxLibrary,
  model: SessionModel,
  { memory, explain = (fault) => fault, ...options }: LibrarySessionOptions,
): Session {
  const session = openNativeSession(library, model, options);
  // The collector knows of nothing that only C still reads.
  const external = new Set(Object.values(model.external));
  const open = new Set<BoundProgram>(), running = new Set<Promise<void>>();
  const resident = new Set<Elements>();
  return {
    bind(feeds, fetches) {
      const renewed = renewedArrays(feeds, fetches);
      for (const tensor of Object.values(feeds)) {
        if (memory === undefined || !renewed.has(tensor.data)) continue;
        memory.keep(tensor);
        resident.add(tensor.data);
      }
      const tie = memory === undefined
        ? tieToHost(library, feeds, fetches)
        : tieToDevice(library, memory, feeds, fetches);
      const bound: BoundProgram = {
        async run() {
          if (!open.has(bound)) throw new Error("Cannot run a program that was released");
          const run = tie.begin().then(({ inputs, outputs }) =>
            library.run(session, inputs, outputs)
          );
          running.add(run);
          try {
            await run;
            tie.end();
          } catch (fault) {
            throw explain(fault);
          } finally {
            running.delete(run);
          }
        },
        release() {
          if (open.delete(bound)) tie.release();
        },
      };
      open.add(bound);
      return bound;
    },
    async sync() {
      for (const data of resident) await memory?.download(data);
    },
    async release() {
      await Promise.allSettled(running);
      for (const bound of open) bound.release();
      for (const data of resident) memory?.drop(data);
      library.free("ReleaseSession", session);
      external.clear();
    },
  };
}
