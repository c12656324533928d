import { statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readDescriptor } from "../../domains/datasets/descriptor.ts";
import { findProgram } from "../../domains/programs/find_program.ts";
import { launchCommand } from "../../parallel/launcher.ts";
import { mpiLibrary } from "../../parallel/mpi_library.ts";
import { exists } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import { formatBytes } from "../../terminal/format.ts";

const QM9 = new URL("../../../data/qm9.json", import.meta.url);

async function dataLine(): Promise<string> {
  const folder = Deno.env.get("PROSECO_DATA");
  if (!folder) return "none given: QM9 is downloaded, or --data DIR and PROSECO_DATA name a folder";
  const { paths: names } = await readDescriptor(QM9);
  const found = names.find((name) => exists(join(folder, name)));
  if (found !== undefined) return join(folder, found);
  return `${folder} (PROSECO_DATA) has neither ${names.join(" nor ")}`;
}

/** The folder itself, or the nearest one above it that is there. */
function nearestFolder(path: string): string {
  return exists(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function storeLine(): string {
  const store = resolve(Deno.env.get("PROSECO_STORE") ?? join("results", ".store"));
  try {
    const folder = nearestFolder(store);
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".doctor-" }));
    const { bavail, bsize } = statfsSync(folder);
    return `${store} can be written, ${formatBytes(bavail * bsize)} free`;
  } catch (error) {
    return `${store} cannot be written: ${(error as Error).message}`;
  }
}

/** Where a command is, or that there is none. */
function commandLine(name: string): string {
  try {
    return findProgram(name);
  } catch (error) {
    if (error instanceof UserError) return `no ${name} on the PATH`;
    throw error;
  }
}

function mpiLine(): string {
  const [launcher] = launchCommand();
  try {
    const { name, version } = mpiLibrary();
    return `${version} (${name}), ${commandLine(launcher)}`;
  } catch (error) {
    if (error instanceof UserError) {
      return `no library of OpenMPI or MPICH, ${commandLine(launcher)}`;
    }
    throw error;
  }
}

function gpuLine(): string {
  const visible = Deno.env.get("CUDA_VISIBLE_DEVICES");
  const told = visible === undefined ? "" : `, CUDA_VISIBLE_DEVICES=${visible}`;
  return `${commandLine("nvidia-smi")}${told}`;
}

/** What a run finds on this machine beside engines: data, the store, a cluster, accelerators. */
export async function machineChecks(): Promise<[what: string, answer: string][]> {
  return [
    ["data", await dataLine()],
    ["store", storeLine()],
    ["Slurm", commandLine("sbatch")],
    ["MPI", mpiLine()],
    ["GPU", gpuLine()],
  ];
}
