import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheFolder } from "../../support/cache_folder.ts";
import { exists, writeAtomically } from "../../support/files.ts";
import { BloomFilter } from "../known/bloom_filter.ts";
import { FILTER_FILE, KNOWN_FILE, type KnownMolecules } from "../settings/offered_network.ts";
import type { KnownSet } from "./known_set.ts";

/** Says when what is kept of a set was made by another version of this module. */
const VERSION = 1;

/**
 * Writes which molecules are known, as a filter, beside the page. A set that was written before is not
 * made again.
 */
export async function writeKnown(folder: string, known: KnownSet): Promise<void> {
  const hash = createHash("sha256").update(`${VERSION} ${known.content}`).digest("hex");
  const cache = cacheFolder(), kept = cache && join(cache, "playground", "known", hash);
  const files = [FILTER_FILE, KNOWN_FILE];
  if (kept !== undefined && files.every((name) => exists(join(kept, name)))) {
    for (const name of files) {
      writeAtomically(join(folder, name), await Deno.readFile(join(kept, name)));
    }
    return;
  }
  const molecules = await known.molecules(), filter = BloomFilter.of(molecules);
  const facts: KnownMolecules = {
    name: known.name,
    count: molecules.size,
    falsePositives: filter.falsePositives,
  };
  for (const to of kept === undefined ? [folder] : [kept, folder]) {
    writeAtomically(join(to, FILTER_FILE), filter.bytes);
    writeAtomically(join(to, KNOWN_FILE), JSON.stringify(facts) + "\n");
  }
}
