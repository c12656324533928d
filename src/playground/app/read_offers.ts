import { BloomFilter } from "../known/bloom_filter.ts";
import {
  FILTER_FILE,
  KNOWN_FILE,
  type KnownMolecules,
  NETWORKS_FILE,
  type OfferedNetworks,
} from "../settings/offered_network.ts";

async function ask(base: string, name: string): Promise<Response> {
  const response = await fetch(new URL(name, base));
  if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
  return response;
}

/** Asks which networks there are. */
export async function readNetworks(base: string): Promise<OfferedNetworks> {
  return await (await ask(base, NETWORKS_FILE)).json();
}

/** Molecules that are known. */
export interface KnownFilter {
  readonly facts: KnownMolecules;
  readonly filter: BloomFilter;
}

/** Asks which molecules are known. */
export async function readKnown(base: string): Promise<KnownFilter> {
  const facts: KnownMolecules = await (await ask(base, KNOWN_FILE)).json();
  const bytes = await (await ask(base, FILTER_FILE)).arrayBuffer();
  return { facts, filter: new BloomFilter(new Uint8Array(bytes)) };
}

/** What is known, in a sentence. */
export function describeKnown({ name, count, falsePositives }: KnownMolecules): string {
  return `Novel is what is not in ${name} (${count.toLocaleString("en")} molecules) and first on ` +
    `its sheet; by a Bloom filter, which takes ${
      (100 * falsePositives).toFixed(2)
    } % of new ones ` +
    "for known.";
}
