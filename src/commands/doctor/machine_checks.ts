import { statfsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { exists } from "../../support/files.ts";
import { formatBytes } from "../../terminal/format.ts";

function dataLine(): string {
  const folder = Deno.env.get("PROSECO_DATA");
  if (!folder) return "none given: QM9 is downloaded, or --data DIR and PROSECO_DATA name a folder";
  const names = ["qm9/qm9.csv", "qm9/qm9.csv.gz"];
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

/** Where a command is, if the shell would find it. */
function commandPath(name: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(exists);
}

function gpuLine(): string {
  const visible = Deno.env.get("CUDA_VISIBLE_DEVICES");
  const told = visible === undefined ? "" : `, CUDA_VISIBLE_DEVICES=${visible}`;
  return `${commandPath("nvidia-smi") ?? "no nvidia-smi on the PATH"}${told}`;
}

/** What a run finds on this machine beside engines: data, the store, a cluster, accelerators. */
export function machineChecks(): [what: string, answer: string][] {
  return [["data", dataLine()], ["store", storeLine()], [
    "Slurm",
    commandPath("sbatch") ?? "no sbatch on the PATH",
  ], ["GPU", gpuLine()]];
}
