import type { Communicator } from "./communicator.ts";
import { type Handle, mpiLibrary } from "./mpi_library.ts";

/** The processes that a launcher of MPI has started with this one. */
export interface MpiCommunicator extends Communicator {
  /** How many of the processes, this one counted, are on this machine. */
  readonly neighbours: number;
  /** Leaves; all processes must, or the launcher takes them for failed. */
  leave(): void;
  /** Ends all processes at once. */
  abort(): void;
}

/**
 * Joins the processes that a launcher of MPI has started; a process that none has is alone. An error of
 * MPI's ends all processes.
 *
 * @throws {UserError} If there is no library of MPI.
 */
export function joinMpi(): MpiCommunicator {
  const library = mpiLibrary(), { functions, world, float, byte, sum, inPlace } = library;
  functions.MPI_Init(null, null);
  const number = new Int32Array(1);
  const rankIn = (group: Handle) => (functions.MPI_Comm_rank(group, number), number[0]!);
  const sizeOf = (group: Handle) => (functions.MPI_Comm_size(group, number), number[0]!);
  const machine = new Uint8Array(8), rank = rankIn(world);
  functions.MPI_Comm_split_type(world, library.sharedMemory, rank, library.noInfo, machine);
  return {
    rank,
    size: sizeOf(world),
    neighbours: sizeOf(library.handleIn(machine)),
    allReduce(elements) {
      functions.MPI_Allreduce(inPlace, elements, elements.length, float, sum, world);
    },
    broadcast(elements) {
      functions.MPI_Bcast(elements, elements.byteLength, byte, 0, world);
    },
    barrier: () => void functions.MPI_Barrier(world),
    leave: () => void functions.MPI_Finalize(),
    abort: () => void functions.MPI_Abort(world, 1),
  };
}
