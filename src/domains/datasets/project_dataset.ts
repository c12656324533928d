import { fileURLToPath } from "node:url";
import { readDescriptor } from "./descriptor.ts";
import type { DatasetDescriptor } from "./descriptor.ts";
import { locateDataset, type Location } from "./locate.ts";

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
 * `PROSECO_DATA` names, as `--data` does; where there is none, in `data/cache` or at the descriptor's
 * addresses.
 *
 * @param file The descriptor. A task names it by a literal, `new URL("../../data/qm9.json",
 *   import.meta.url)`: so it is part of what the task is made of, and of its key.
 */
export async function locateProjectDataset(file: URL): Promise<ProjectDataset> {
  const descriptor = await readDescriptor(file);
  const location = await locateDataset(descriptor, {
    folder: Deno.env.get("PROSECO_DATA") || undefined,
    cache: fileURLToPath(new URL("cache/", file)),
    onProgress: showDownload(descriptor.name),
  });
  return { descriptor, location };
}
