import { runClient, SlurmError } from "../slurm_client.ts";

/** Jobs of an array where a cluster says nothing else. */
export const DEFAULT_LIMIT = 1001;

/** Reads `MaxArraySize` of what `scontrol show config` writes. */
export function parseArrayLimit(text: string): number {
  const [, limit] = /^MaxArraySize\s*=\s*(\d+)\s*$/m.exec(text) ?? [];
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}

/** How many jobs an array of this cluster may have; none where arrays are switched off. */
export async function readArrayLimit(): Promise<number> {
  try {
    return parseArrayLimit(await runClient("scontrol", ["show", "config"]));
  } catch (error) {
    if (!(error instanceof SlurmError) || error.isTransient) throw error;
    // A cluster that does not tell has the default.
    return DEFAULT_LIMIT;
  }
}
