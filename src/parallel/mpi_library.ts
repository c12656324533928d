import { UserError } from "../support/user_error.ts";

/** The variable that names another library than those that are looked for. */
export const LIBRARY_VARIABLE = "PROSECO_MPI";

/** Those of OpenMPI, and of MPICH and what shares its binary interface, such as Intel's; Debian's last. */
const OPEN_MPI = ["libmpi.so.40"], MPICH = ["libmpi.so.12", "libmpich.so.12"];

/** What stands for a communicator, a type or an operation: an address, or with MPICH a number. */
export type Handle = Deno.PointerValue | number;

function definitions(handle: "pointer" | "i32") {
  return {
    MPI_Init: { parameters: ["pointer", "pointer"], result: "i32" },
    MPI_Finalize: { parameters: [], result: "i32" },
    MPI_Abort: { parameters: [handle, "i32"], result: "i32" },
    MPI_Barrier: { parameters: [handle], result: "i32" },
    MPI_Comm_rank: { parameters: [handle, "buffer"], result: "i32" },
    MPI_Comm_size: { parameters: [handle, "buffer"], result: "i32" },
    MPI_Comm_split_type: { parameters: [handle, "i32", "i32", handle, "buffer"], result: "i32" },
    MPI_Bcast: { parameters: ["buffer", "i32", handle, "i32", handle], result: "i32" },
    MPI_Allreduce: {
      parameters: ["pointer", "buffer", "i32", handle, handle, handle],
      result: "i32",
    },
    MPI_Get_library_version: { parameters: ["buffer", "buffer"], result: "i32" },
  } as const;
}

/** What a library calls its constants. */
interface MpiConstants {
  readonly world: Handle;
  readonly float: Handle;
  readonly byte: Handle;
  readonly sum: Handle;
  readonly noInfo: Handle;
  /** `MPI_IN_PLACE`. */
  readonly inPlace: Deno.PointerValue;
  /** `MPI_COMM_TYPE_SHARED`. */
  readonly sharedMemory: number;
}

/** Source: `mpi.h` of MPICH 4. */
const mpichConstants = (): MpiConstants => ({
  world: 0x44000000,
  float: 0x4c00040a,
  byte: 0x4c00010d,
  sum: 0x58000003,
  noInfo: 0x1c000000,
  inPlace: Deno.UnsafePointer.create(2n ** 64n - 1n),
  sharedMemory: 1,
});

/** A library of MPI. */
export interface MpiLibrary extends MpiConstants {
  /** Name or path by which the loader finds it. */
  readonly name: string;
  /** What it is, such as `Open MPI v4.1.4`. */
  readonly version: string;
  /** Its functions. */
  readonly functions: Deno.DynamicLibrary<ReturnType<typeof definitions>>["symbols"];
  /** A communicator that a function has written. */
  handleIn(bytes: Uint8Array<ArrayBuffer>): Handle;
}

const cString = (text: string) => new TextEncoder().encode(`${text}\0`);

/** Opens a library for itself and for the plugins that it loads, and finds the addresses of its statics. */
function openGlobally(name: string): (symbol: string) => Deno.PointerValue {
  const { symbols: { dlopen, dlsym } } = Deno.dlopen("libc.so.6", {
    dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
    dlsym: { parameters: ["pointer", "buffer"], result: "pointer" },
  });
  // RTLD_NOW | RTLD_GLOBAL: OpenMPI's plugins are not linked to it.
  const opened = dlopen(cString(name), 0x102);
  return (symbol) => dlsym(opened, cString(symbol));
}

function constantsOf(address: (symbol: string) => Deno.PointerValue): MpiConstants {
  const world = address("ompi_mpi_comm_world");
  if (world === null) return mpichConstants();
  return {
    world,
    float: address("ompi_mpi_float"),
    byte: address("ompi_mpi_byte"),
    sum: address("ompi_mpi_op_sum"),
    noInfo: address("ompi_mpi_info_null"),
    inPlace: Deno.UnsafePointer.create(1n),
    sharedMemory: 0,
  };
}

/** The beginning of what a library says of itself, such as `Open MPI v4.1.4` or `MPICH 4.0.2`. */
function readVersion(said: string): string {
  return said.split(/[,\n]/)[0]!.replace("Version:", "").replaceAll(/\s+/g, " ").trim();
}

function open(name: string): MpiLibrary {
  const constants = constantsOf(openGlobally(name));
  const isNumbered = typeof constants.world === "number";
  const { symbols: functions } = Deno.dlopen(name, definitions(isNumbered ? "i32" : "pointer"));
  const said = new Uint8Array(8192), length = new Int32Array(1);
  functions.MPI_Get_library_version(said, length);
  return {
    ...constants,
    name,
    version: readVersion(new TextDecoder().decode(said.subarray(0, length[0]))),
    functions,
    handleIn(bytes) {
      const view = new DataView(bytes.buffer);
      return isNumbered
        ? view.getInt32(0, true)
        : Deno.UnsafePointer.create(view.getBigUint64(0, true));
    },
  };
}

/** Libraries to try, in this order. */
function namesOf(get: (name: string) => string | undefined): readonly string[] {
  const named = get(LIBRARY_VARIABLE);
  if (named) return [named];
  // Of MPICH's launcher: that of OpenMPI says otherwise who is who.
  return get("PMI_RANK") === undefined ? [...OPEN_MPI, ...MPICH] : [...MPICH, ...OPEN_MPI];
}

let opened: MpiLibrary | undefined;

/**
 * The library of MPI: that which `PROSECO_MPI` names, else OpenMPI or MPICH where the loader finds it.
 *
 * @throws {UserError} If there is none.
 */
export function mpiLibrary(): MpiLibrary {
  if (opened !== undefined) return opened;
  const names = namesOf((name) => Deno.env.get(name)), faults: string[] = [];
  for (const name of names) {
    try {
      return opened = open(name);
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
  throw new UserError(
    `Cannot open a library of MPI (${names.join(", ")}): install OpenMPI (Debian's packages ` +
      `openmpi-bin and libopenmpi3) or MPICH, or name its library in ${LIBRARY_VARIABLE}: ${
        faults[0]
      }`,
  );
}

/** Facts for keys: sums of another library may be in another order. Empty where there is none. */
export function mpiFacts(): Readonly<Record<string, string>> {
  try {
    return { mpi: mpiLibrary().version };
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}
