import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../../support/user_error.ts";
import { readText, remove, temporaryName } from "../../../support/files.ts";
import { type Manifest, parseManifest } from "../manifest.ts";
import type { ObjectRecord } from "../objects.ts";
import type { Store } from "../store.ts";
import { FolderStorage } from "./folder_storage.ts";
import type { Storage } from "./storage.ts";

/**
 * A second store behind the local one: read when something is missing there, and given what was
 * run here. Files lie in it by content, so that equal ones are sent once.
 */
export class RemoteStore {
  readonly #storage: Storage;

  /** A remote store whose files lie in the given place. */
  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** As the user named it. */
  get name(): string {
    return this.#storage.name;
  }

  /** Fetches the results of a key into a store; whether they were there and whole. */
  async pull(key: string, store: Store): Promise<boolean> {
    const folder = temporaryName(join(store.path, "incoming", key));
    await Deno.mkdir(folder, { recursive: true });
    try {
      const path = join(folder, "manifest.json");
      if (!await this.#storage.fetch(manifestName(key), path)) return false;
      const manifest = parseManifest(readText(path) ?? "", key);
      if (manifest === undefined) return false;
      for (const [name, record] of Object.entries(manifest.outputs)) {
        if (store.objects.check(record) === undefined) continue;
        const target = join(folder, "outputs", name);
        if (!await this.#fetchObject(record, target)) return false;
        const taken = store.objects.describe(target, `Output "${name}"`);
        // What came is not what was sent: better to run it than to trust it.
        if (taken.hash !== record.hash) return false;
        store.objects.take(target, `Output "${name}"`);
      }
      store.writeManifest(manifest);
      return true;
    } finally {
      remove(folder);
    }
  }

  async #fetchObject(record: ObjectRecord, target: string): Promise<boolean> {
    if (record.kind === "file") {
      await Deno.mkdir(dirname(target), { recursive: true });
      return await this.#storage.fetch(fileName(record.hash), target);
    }
    await Deno.mkdir(target, { recursive: true });
    for (const [name, [hash]] of Object.entries(record.files)) {
      const path = join(target, name);
      await Deno.mkdir(name.endsWith("/") ? path : dirname(path), { recursive: true });
      if (name.endsWith("/")) continue;
      if (!await this.#storage.fetch(fileName(hash), path)) return false;
    }
    return true;
  }

  /** Sends the results of an instance; the manifest last. */
  async push(manifest: Manifest, store: Store): Promise<void> {
    for (const record of Object.values(manifest.outputs)) {
      const path = store.objects.pathOf(record.hash);
      if (record.kind === "file") await this.#send(record.hash, path);
      else {
        for (const [name, [hash]] of Object.entries(record.files)) {
          if (!name.endsWith("/")) await this.#send(hash, join(path, name));
        }
      }
    }
    await this.#storage.store(manifestName(manifest.key), store.manifestPath(manifest.key));
  }

  async #send(hash: string, path: string): Promise<void> {
    if (!await this.#storage.has(fileName(hash))) await this.#storage.store(fileName(hash), path);
  }
}

function manifestName(key: string): string {
  return `manifests/${key.slice(0, 2)}/${key.slice(2)}.json`;
}

function fileName(hash: string): string {
  return `files/${hash.slice(0, 2)}/${hash.slice(2)}`;
}

/** Opens a remote store: `s3://BUCKET/PREFIX`, a `file:` URL or the path of a folder. */
export async function openRemote(location: string): Promise<RemoteStore> {
  if (location.startsWith("s3://")) {
    const { S3Storage } = await import("./s3_storage.ts");
    return new RemoteStore(new S3Storage(location));
  }
  if (location.startsWith("file:")) {
    return new RemoteStore(new FolderStorage(fileURLToPath(location)));
  }
  if (/^[a-z0-9]+:\/\//.test(location)) {
    throw new UserError(
      `Cannot use the remote store "${location}": write s3://BUCKET/PREFIX or a folder`,
    );
  }
  return new RemoteStore(new FolderStorage(location));
}
