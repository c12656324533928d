import type { Elements } from "../../graph/bound_arrays.ts";
import type { DeviceMemory } from "./device_memory.ts";
import { hostValue } from "./native_values.ts";
import { addressesOf, type Bound, listOf, type OnnxLibrary } from "./onnx_api.ts";
import type { SharedTensors } from "./onnx_session.ts";

/** A model's inputs and outputs, tied to memory. */
export interface Tie {
  /** What a run is to read and to write. */
  begin(): Promise<{ readonly inputs: Bound; readonly outputs: Bound }>;
  /** Says that a run has written it all. */
  end(): void;
  /** Frees what ties them. */
  release(): void;
}

/** Names, arrays and the values that share their memory, of one side. */
function hostSide(library: OnnxLibrary, tensors: SharedTensors) {
  return {
    names: listOf(Object.keys(tensors)),
    arrays: Object.values(tensors).map(({ data }) => data),
    values: Object.values(tensors).map((tensor) => hostValue(library, tensor)),
  };
}

function freeValues(library: OnnxLibrary, values: readonly Deno.PointerValue[]): void {
  for (const value of values) library.free("ReleaseValue", value);
}

/** Ties a model to arrays, which it reads and writes where they lie. */
export function tieToHost(
  library: OnnxLibrary,
  feeds: SharedTensors,
  fetches: SharedTensors,
): Tie {
  const read = hostSide(library, feeds), written = hostSide(library, fetches);
  const inputs = { ...read, addresses: addressesOf(read.values) };
  const outputs = { ...written, addresses: addressesOf(written.values) };
  return {
    begin: () => Promise.resolve({ inputs, outputs }),
    end() {},
    release: () => freeValues(library, [...read.values, ...written.values]),
  };
}

/** Arrays that a model is fed and that results take the place of. */
export function renewedArrays(feeds: SharedTensors, fetches: SharedTensors): Set<Elements> {
  const fed = new Set(Object.values(feeds).map(({ data }) => data));
  return new Set(Object.values(fetches).map(({ data }) => data).filter((data) => fed.has(data)));
}

/** Ties a model to arrays of which some have their elements on a device. */
export function tieToDevice(
  library: OnnxLibrary,
  memory: DeviceMemory,
  feeds: SharedTensors,
  fetches: SharedTensors,
): Tie {
  const renewed = renewedArrays(feeds, fetches);
  const read = hostSide(library, feeds), written = hostSide(library, fetches);
  return {
    async begin() {
      const sources: Deno.PointerValue[] = [];
      for (const [i, data] of read.arrays.entries()) {
        sources.push(memory.holds(data) ? await memory.current(data) : read.values[i]!);
      }
      const targets = written.arrays.map((data, i) =>
        renewed.has(data) ? memory.next(data) : written.values[i]!
      );
      return {
        inputs: { ...read, addresses: addressesOf(sources) },
        outputs: { ...written, addresses: addressesOf(targets) },
      };
    },
    end: () => renewed.forEach((data) => memory.turn(data)),
    release: () => freeValues(library, [...read.values, ...written.values]),
  };
}
