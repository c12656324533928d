import type { Communicator } from "../../parallel/communicator.ts";
import type { Elements } from "../../tensor/graph/bound_arrays.ts";
import type { Named } from "./layout.ts";

/** Sums of gradients over all processes. */
export interface Exchange {
  /** The sums over all processes, by the parameter's name. */
  readonly sums: Named<Float32Array<ArrayBuffer>>;
  /** Sums what this process has, and replaces its values by their sums over all processes. */
  run(values: Record<string, number>): void;
}

/**
 * Prepares to sum over processes: gradients and losses travel as one message, as each costs a wait.
 *
 * @param own The sums of gradients of this process.
 * @param valueCount Number of the values that travel with them.
 */
export function createExchange(
  communicator: Communicator,
  own: Named<Elements>,
  valueCount: number,
): Exchange {
  const arrays = Object.entries(own);
  const count = arrays.reduce((sum, [, { length }]) => sum + length, 0);
  const message = new Float32Array(valueCount + count);
  let end = valueCount;
  const views = arrays.map(([name, { length }]) =>
    [name, message.subarray(end, end += length)] as const
  );
  return {
    sums: Object.fromEntries(views),
    run(values) {
      message.set(Object.values(values));
      arrays.forEach(([, array], i) => views[i]![1].set(array));
      communicator.allReduce(message);
      Object.keys(values).forEach((name, i) => values[name] = message[i]!);
    },
  };
}
