import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "../../../support/json.ts";
import { UserError } from "../../../support/user_error.ts";
import { hashFile, remove, temporaryName } from "../../../support/files.ts";
import { type Manifest, parseManifest } from "../manifest.ts";
import type { ObjectRecord } from "../object_record.ts";
import type { Store } from "../store.ts";
import { FolderStorage } from "./folder_storage.ts";
import type { Storage, StoredFile } from "./storage.ts";

/** Bytes of a manifest at most: one with a million files has fewer. */
const MOST_MANIFEST_BYTES = 2 ** 28;

/** What a remote store has of a key: nothing, a result, or what is not to be believed. */
export type Pull =
  | { readonly manifest: Manifest; readonly refused?: undefined }
  | { readonly manifest?: undefined; readonly refused?: string };

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

  /**
   * Fetches the results of a key into a store.
   *
   * @param outputs Names that its task declares.
   */
  async pull(key: string, store: Store, outputs: Iterable<string>): Promise<Pull> {
    const folder = temporaryName(join(store.path, "incoming", key));
    await Deno.mkdir(folder, { recursive: true });
    try {
      const path = join(folder, "manifest");
      if (!await this.#storage.fetch(manifestName(key), path, MOST_MANIFEST_BYTES)) return {};
      const { manifest, fault } = parseManifest(await Deno.readTextFile(path), key, outputs);
      if (manifest === undefined) return { refused: `its manifest is damaged: ${fault}` };
      for (const [index, record] of Object.values(manifest.outputs).entries()) {
        if (store.objects.check(record) === undefined) continue;
        const target = join(folder, `output-${index}`);
        const isWhole = await this.#fetchObject(record, target) &&
          store.objects.take(target, `Output ${index} of ${key}`).hash === record.hash;
        if (!isWhole) return { refused: "one of its files is missing or has other bytes" };
      }
      store.writeManifest(manifest);
      return { manifest };
    } finally {
      remove(folder);
    }
  }

  /** Fetches an object to a path; whether what came is what its record says. */
  async #fetchObject(record: ObjectRecord, target: string): Promise<boolean> {
    if (record.kind === "file") return await this.#fetchFile(record.hash, record.bytes, target);
    await Deno.mkdir(target);
    for (const [name, [hash, bytes]] of Object.entries(record.files)) {
      const path = join(target, name);
      if (name.endsWith("/")) await Deno.mkdir(path, { recursive: true });
      else {
        // Its name comes from elsewhere: it gets it once it is here and whole.
        const arrived = `${target}.file`;
        if (!await this.#fetchFile(hash, bytes, arrived)) return false;
        await Deno.mkdir(dirname(path), { recursive: true });
        await Deno.rename(arrived, path);
      }
    }
    return true;
  }

  async #fetchFile(hash: string, bytes: number, path: string): Promise<boolean> {
    if (!await this.#storage.fetch(fileName(hash), path, bytes)) return false;
    // What came is not what was sent: better to run it than to trust it.
    return hashFile(path).hash === hash;
  }

  /**
   * Sends the results of an instance that are not there, or not whole; the manifest last. Whole results
   * of the same key with other content stay.
   *
   * @returns Whether anything was sent.
   * @throws {UserError} If a file here is not what its manifest says.
   */
  async push(manifest: Manifest, store: Store): Promise<boolean> {
    const there = await this.#manifestOf(manifest.key, store);
    const isSame = there !== undefined && contentOf(there) === contentOf(manifest);
    if (there !== undefined && !isSame && await this.#isWhole(there)) return false;
    let hasSent = false;
    for (const file of filesOf(manifest)) {
      if (await this.#storage.holds(fileName(file.hash), file)) continue;
      const path = join(store.objects.pathOf(file.object), file.name);
      // Others would take it for what its name says.
      if (hashFile(path).hash !== file.hash) {
        const advice = "find what is damaged here by verify";
        throw new UserError(`"${path}" was changed since it was stored: ${advice}`);
      }
      await this.#storage.store(fileName(file.hash), path);
      hasSent = true;
    }
    if (isSame) return hasSent;
    await this.#storage.store(manifestName(manifest.key), store.manifestPath(manifest.key));
    return true;
  }

  /** The manifest that is there of a key, if there is one that can be read. */
  async #manifestOf(key: string, store: Store): Promise<Manifest | undefined> {
    const path = temporaryName(join(store.path, "incoming", key));
    await Deno.mkdir(dirname(path), { recursive: true });
    try {
      if (!await this.#storage.fetch(manifestName(key), path, MOST_MANIFEST_BYTES)) {
        return undefined;
      }
      return parseManifest(await Deno.readTextFile(path), key).manifest;
    } finally {
      remove(path);
    }
  }

  async #isWhole(manifest: Manifest): Promise<boolean> {
    for (const file of filesOf(manifest)) {
      if (!await this.#storage.holds(fileName(file.hash), file)) return false;
    }
    return true;
  }
}

/** A file of an object: within a folder its name there, of a file an empty one. */
interface ObjectFile extends StoredFile {
  /** Hash of the object. */
  readonly object: string;
  readonly name: string;
}

function filesOf({ outputs }: Manifest): ObjectFile[] {
  return Object.values(outputs).flatMap((record) => {
    const { hash: object, bytes } = record;
    if (record.kind === "file") return [{ object, name: "", hash: object, bytes }];
    return Object.entries(record.files).filter(([name]) => !name.endsWith("/"))
      .map(([name, [hash, bytes]]) => ({ object, name, hash, bytes }));
  });
}

/** What tells whether two results of a key are the same. */
function contentOf({ outputs }: Manifest): string {
  return canonicalJson(
    Object.fromEntries(Object.entries(outputs).map(([name, { hash }]) => [name, hash])),
  );
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
