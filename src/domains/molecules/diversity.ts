import type { Molecule } from "./rdkit/rdkit.ts";

/** Bits of a fingerprint, 32 to a word. */
export type Fingerprint = Uint32Array;

const MORGAN_OPTIONS = JSON.stringify({ radius: 2, nBits: 2048 });

/** The Morgan fingerprint of a molecule, radius 2, 2,048 bits (ECFP4). */
export function morganFingerprint(molecule: Molecule): Fingerprint {
  const bytes = molecule.get_morgan_fp_as_uint8array(MORGAN_OPTIONS) as Uint8Array;
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

function countBits(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Tanimoto similarity of two fingerprints: common bits as a share of all set bits. */
export function tanimoto(a: Fingerprint, b: Fingerprint): number {
  let common = 0, all = 0;
  for (let i = 0; i < a.length; i++) {
    common += countBits(a[i]! & b[i]!);
    all += countBits(a[i]! | b[i]!);
  }
  return all === 0 ? 1 : common / all;
}

/**
 * Internal diversity of molecules: 1 − mean Tanimoto similarity over all ordered pairs, each molecule
 * with itself included, of their fingerprints. `null` if there is none.
 *
 * Source: Benhenda 2017; Polykovskiy et al. 2020 (MOSES), IntDiv with p = 1.
 */
export function internalDiversity(fingerprints: readonly Fingerprint[]): number | null {
  const n = fingerprints.length;
  if (n === 0) return null;
  let sum = n;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) sum += 2 * tanimoto(fingerprints[i]!, fingerprints[j]!);
  }
  return 1 - sum / n ** 2;
}
