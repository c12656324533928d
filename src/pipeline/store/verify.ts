import type { Store } from "./store.ts";

/** Something in a store that is not what its name says. */
export interface Fault {
  readonly key: string;
  /** Name of the instance, where the manifest can be read. */
  readonly instance?: string;
  readonly reason: string;
}

/** What {@linkcode verifyStore} found. */
export interface Verification {
  readonly manifests: number;
  readonly objects: number;
  readonly bytes: number;
  readonly faults: readonly Fault[];
}

/**
 * Reads every byte of a store again and compares it with its name.
 *
 * @param mend Whether to forget what is damaged, so that it runs again.
 */
export function verifyStore(store: Store, mend = false): Verification {
  const faults: Fault[] = [];
  const checked = new Map<string, string | undefined>();
  let manifests = 0, bytes = 0;
  for (const key of [...store.keys()]) {
    manifests++;
    const reading = store.readManifest(key);
    if (reading === undefined) continue;
    const { manifest, fault } = reading;
    if (manifest === undefined) {
      faults.push({ key, reason: `its manifest is damaged: ${fault}` });
      if (mend) store.forget(key);
      continue;
    }
    for (const [name, record] of Object.entries(manifest.outputs)) {
      if (!checked.has(record.hash)) {
        checked.set(record.hash, store.objects.check(record, true)?.reason);
        bytes += record.bytes;
      }
      const reason = checked.get(record.hash);
      if (reason === undefined) continue;
      faults.push({ key, instance: manifest.instance, reason: `output "${name}": ${reason}` });
      if (mend) {
        store.forget(key);
        store.objects.discard(record.hash);
      }
    }
  }
  return { manifests, objects: checked.size, bytes, faults };
}
