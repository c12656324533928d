import { EngineUnavailable } from "../engine.ts";
import type { Provider } from "./provider.ts";

/** How ONNX Runtime, Dawn and CUDA say that memory is not enough. */
const TOO_LITTLE =
  /out of (device )?memory|OutOfMemory|failed to allocate|allocation failed|bad_alloc|exceeds the max(imum)? buffer/i;

/** What a fault of ONNX Runtime on a device means to a user. */
export function explainFault({ engine, device }: Provider, fault: unknown): Error {
  if (fault instanceof EngineUnavailable) return fault;
  const message = fault instanceof Error ? fault.message : String(fault);
  if (TOO_LITTLE.test(message)) {
    return new EngineUnavailable(
      engine,
      "the memory of its device is too small for this: set accumulate, recompute or a smaller batch " +
        `(${message})`,
      { cause: fault },
    );
  }
  const meaning = device?.explain?.(message);
  if (meaning !== undefined) return new EngineUnavailable(engine, meaning, { cause: fault });
  return fault instanceof Error ? fault : new Error(message);
}
