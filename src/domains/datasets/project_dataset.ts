import { fileURLToPath } from "node:url";
import { readDescriptor } from "./descriptor.ts";
import type { DatasetDescriptor } from "./descriptor.ts";
import { locateDataset, type Location } from "./locate.ts";

const DATA_FOLDER = new URL("../../../data/", import.meta.url);

/** A data set of this project and where it was found. */
export interface ProjectDataset {
  /** What `data/` says of it. */
  readonly descriptor: DatasetDescriptor;
  /** Where it was found, if anywhere. */
  readonly location: Location;
}

/** Shows a download on the terminal; silent where there is none. */
function showDownload(title: string): (received: number, total: number) => void {
  let shown = 0;
  return (received, total) => {
    if (!Deno.stderr.isTerminal() || (Date.now() - shown < 100 && received < total)) return;
    shown = Date.now();
    const filled = Math.floor(20 * received / total);
    const bar = "#".repeat(filled) + "-".repeat(20 - filled);
    const megabytes = `${(received / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
    const end = received < total ? "" : "\n";
    Deno.stderr.writeSync(
      new TextEncoder().encode(`\r[${bar}] ${megabytes}  downloading ${title}${end}`),
    );
  };
}

/**
 * Finds a data set that has a descriptor in `data/`: in the folder that the environment variable
 * `PROSECO_DATA` names, else in `data/cache`, else at the descriptor's addresses.
 *
 * @param name Name of the descriptor, such as `qm9`.
 */
export async function locateProjectDataset(name: string): Promise<ProjectDataset> {
  const descriptor = await readDescriptor(new URL(`${name}.json`, DATA_FOLDER));
  const location = await locateDataset(descriptor, {
    folder: Deno.env.get("PROSECO_DATA") || undefined,
    cache: fileURLToPath(new URL("cache/", DATA_FOLDER)),
    onProgress: showDownload(name),
  });
  return { descriptor, location };
}
