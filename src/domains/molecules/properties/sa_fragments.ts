/** What each circular fragment adds to a molecule's accessibility, by its identifier. */
export interface FragmentContributions {
  /** Number of fragments. */
  readonly size: number;
  /** Contribution of a fragment; that of a fragment never seen where it is unknown. */
  contributionOf(fragment: number): number;
}

/** Contribution of a fragment that is in none of the molecules of PubChem that were counted. */
const NEVER_SEEN = -4;

let loaded: Promise<FragmentContributions> | undefined;

/**
 * Loads the contributions of 705,292 fragments, once; 0.1 s.
 *
 * The file holds LEB128 numbers: the count, minus the lowest contribution in units of 1/10,000, then
 * the gaps between ascending identifiers, then how far each contribution lies above the lowest.
 *
 * Source: RDKit `Contrib/SA_Score/fpscores.pkl.gz` (Novartis 2013, BSD-3-Clause), packed by
 * `bench/peers/sa_fragments.py`.
 *
 * @throws {Error} If the file that lies beside this module cannot be read.
 */
export function loadFragmentContributions(): Promise<FragmentContributions> {
  return loaded ??= readUnzipped(new URL("./sa_fragments.bin.gz", import.meta.url)).then(unpack);
}

/** What reads files where `fetch` reads none, as in Node; browsers have none. */
interface Files {
  readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
}

async function readUnzipped(url: URL): Promise<Uint8Array> {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): Files | undefined };
  };
  const files = process?.getBuiltinModule?.("node:fs/promises");
  const isFile = url.protocol === "file:" && files !== undefined;
  const { body } = isFile ? new Response(await files.readFile(url)) : await fetch(url);
  const unzipped = body!.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unzipped).arrayBuffer());
}

function unpack(bytes: Uint8Array): FragmentContributions {
  let at = 0;
  const next = () => {
    let value = 0, scale = 1;
    for (;; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const size = next(), lowest = -next();
  const fragments = new Uint32Array(size);
  for (let i = 0, fragment = 0; i < size; i++) fragments[i] = fragment += next();
  const contributions = Int32Array.from({ length: size }, () => lowest + next());
  if (at !== bytes.length) throw new Error("internal: sa_fragments.bin.gz has another length");

  return {
    size,
    contributionOf(fragment) {
      let low = 0, high = size;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (fragments[middle]! < fragment) low = middle + 1;
        else high = middle;
      }
      return fragments[low] === fragment ? contributions[low]! / 10_000 : NEVER_SEEN;
    },
  };
}
