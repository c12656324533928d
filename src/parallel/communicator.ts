/** Processes that do the same work, each on a part of its own, and exchange numbers. */
export interface Communicator {
  /** Number of this process, from 0. */
  readonly rank: number;
  /** Number of processes. */
  readonly size: number;
  /** Replaces every element by its sum over all processes; all get the same bytes. */
  allReduce(elements: Float32Array<ArrayBuffer>): void;
  /** Replaces the elements by those of process 0. */
  broadcast(elements: ArrayBufferView<ArrayBuffer>): void;
  /** Waits until all processes have come here. */
  barrier(): void;
}

/** The one process of work that is not divided. */
export const alone: Communicator = {
  rank: 0,
  size: 1,
  allReduce() {},
  broadcast() {},
  barrier() {},
};

/** Whether something is so in any of the processes. */
export function isAnywhere(communicator: Communicator, isHere: boolean): boolean {
  const count = Float32Array.of(Number(isHere));
  communicator.allReduce(count);
  return count[0]! > 0;
}

/** The text of process 0. */
export function broadcastText(communicator: Communicator, text: string): string {
  const own = new TextEncoder().encode(text), length = Float64Array.of(own.length);
  communicator.broadcast(length);
  const bytes = communicator.rank === 0 ? own : new Uint8Array(length[0]!);
  communicator.broadcast(bytes);
  return new TextDecoder().decode(bytes);
}
