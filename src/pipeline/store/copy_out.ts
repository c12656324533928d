import { dirname, join } from "node:path";
import type { ObjectRecord } from "./object_record.ts";
import type { Store } from "./store.ts";

/** From this size on, a published file shares its blocks with the store, read-only. */
const LINK_FROM = 16 * 2 ** 20;

function copyFile(from: string, to: string, bytes: number): void {
  Deno.mkdirSync(dirname(to), { recursive: true });
  if (bytes >= LINK_FROM) {
    try {
      Deno.linkSync(from, to);
      return;
    } catch {
      // Another file system: copy.
    }
  }
  Deno.copyFileSync(from, to);
  if (Deno.build.os !== "windows") Deno.chmodSync(to, 0o644);
}

/** Copies an object out of the store. */
export function copyOut(store: Store, record: ObjectRecord, to: string): void {
  const from = store.objects.pathOf(record.hash);
  if (record.kind === "file") return copyFile(from, to, record.bytes);
  Deno.mkdirSync(to, { recursive: true });
  for (const [name, [, bytes]] of Object.entries(record.files)) {
    if (name.endsWith("/")) Deno.mkdirSync(join(to, name), { recursive: true });
    else copyFile(join(from, name), join(to, name), bytes);
  }
}
