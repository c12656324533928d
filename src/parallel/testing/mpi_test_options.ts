import { launchCommand } from "../launcher.ts";
import { mpiLibrary } from "../mpi_library.ts";

/** How a test of several processes is announced: it is ignored where there is no MPI. */
export function mpiTestOptions(): { readonly ignore: boolean; readonly note: string } {
  try {
    mpiLibrary();
    new Deno.Command(launchCommand()[0], { args: ["--version"], stdout: "null" }).outputSync();
    return { ignore: false, note: "" };
  } catch {
    return { ignore: true, note: " (needs openmpi-bin)" };
  }
}
