import { join, resolve } from "node:path";
import { UserError } from "../../support/user_error.ts";
import { exists, namesIn, readText, remove, writeAtomically } from "../../support/files.ts";
import { z } from "zod";
import { formatManifest, type Manifest, type ManifestReading, parseManifest } from "./manifest.ts";
import { isHash } from "./object_record.ts";
import { type Damage, ObjectFolder } from "./objects.ts";

/** Layout of the store that this program reads and writes. */
const FORMAT = "proseco store 1\n";

const graph = z.record(z.string(), z.string());

/** What a look into the store finds for a key. */
export type Lookup =
  | { readonly found: Manifest }
  | { readonly found?: undefined; readonly damage?: Damage & { readonly what: string } };

/** A content-addressed store: manifests by key, files and folders by content. */
export class Store {
  /** Absolute path. */
  readonly path: string;
  /** The files and folders, by content. */
  readonly objects: ObjectFolder;

  private constructor(path: string) {
    this.path = path;
    this.objects = new ObjectFolder(join(path, "objects"));
  }

  /**
   * Opens a store; makes it if there is none.
   *
   * @throws {UserError} If the folder is no store, is of another version or cannot be written.
   */
  static open(path: string): Store {
    const store = new Store(resolve(path));
    const marker = join(store.path, "format");
    const format = readText(marker);
    if (format === undefined) {
      try {
        writeAtomically(marker, FORMAT);
      } catch (cause) {
        const { message } = cause as Error;
        const advice = "Choose another with --store DIR or PROSECO_STORE";
        throw new UserError(`Cannot make a store in ${store.path}: ${message}\n${advice}`, {
          cause,
        });
      }
    } else if (format !== FORMAT) {
      const found = format.trim().slice(0, 40);
      throw new UserError(
        `Cannot use the store ${store.path}: its format is "${found}", this program needs "${FORMAT.trim()}"`,
      );
    }
    return store;
  }

  /**
   * Opens a store to read from it: makes and writes nothing.
   *
   * @returns `undefined` if there is none.
   * @throws {UserError} If it is of another version.
   */
  static openExisting(path: string): Store | undefined {
    return exists(join(path, "format")) ? Store.open(path) : undefined;
  }

  /**
   * Opens a store to read from it: makes and writes nothing. One that is not there is empty.
   *
   * @throws {UserError} If it is of another version.
   */
  static openForReading(path: string): Store {
    return Store.openExisting(path) ?? new Store(resolve(path));
  }

  /** Folder of what an unfinished instance has so far. */
  workFolder(key: string): string {
    return join(this.path, "work", key);
  }

  /** Folder that outlives interrupted runs of a key: its checkpoints. */
  scratchFolder(key: string): string {
    return join(this.workFolder(key), "scratch");
  }

  /** Keys of instances that are being run, or were interrupted. */
  unfinishedKeys(): string[] {
    return namesIn(join(this.path, "work"));
  }

  /** Path of a small file of what was worked out once, such as hashes of modules. */
  cachePath(name: string): string {
    return join(this.path, "cache", name);
  }

  /**
   * Path of the manifest of a key.
   *
   * @throws {TypeError} If the key is none: it must not lead elsewhere.
   */
  manifestPath(key: string): string {
    if (!isHash(key)) throw new TypeError(`internal: ${JSON.stringify(key)} is no key`);
    return join(this.path, "manifests", key.slice(0, 2), `${key.slice(2)}.json`);
  }

  /**
   * The manifest of a key, or why it is not to be believed; `undefined` if there is none.
   *
   * @param outputs Names that its task declares, where it is known.
   */
  readManifest(key: string, outputs?: Iterable<string>): ManifestReading | undefined {
    const text = readText(this.manifestPath(key));
    return text === undefined ? undefined : parseManifest(text, key, outputs);
  }

  /**
   * Looks for a finished instance and whether what it wrote is still there, unchanged.
   *
   * @param outputs Names that its task declares, where it is known.
   */
  lookUp(key: string, outputs?: Iterable<string>): Lookup {
    const reading = this.readManifest(key, outputs);
    if (reading === undefined) return {};
    const { manifest, fault } = reading;
    if (manifest === undefined) {
      return { damage: { hash: key, reason: fault, what: "the manifest" } };
    }
    for (const name in manifest.outputs) {
      const damage = this.objects.check(manifest.outputs[name]!);
      if (damage !== undefined) return { damage: { ...damage, what: `output "${name}"` } };
    }
    return { found: manifest };
  }

  /** Writes a manifest, after all it names is stored. */
  writeManifest(manifest: Manifest): void {
    writeAtomically(this.manifestPath(manifest.key), formatManifest(manifest));
  }

  /** All readable manifests, in no particular order. */
  *manifests(): Generator<Manifest> {
    for (const key of this.keys()) {
      const manifest = this.readManifest(key)?.manifest;
      if (manifest !== undefined) yield manifest;
    }
  }

  /** Keys of all manifests, readable or not. */
  *keys(): Generator<string> {
    const folder = join(this.path, "manifests");
    for (const first of namesIn(folder)) {
      for (const name of namesIn(join(folder, first))) {
        const key = first + name.slice(0, -".json".length);
        if (name.endsWith(".json") && isHash(key)) yield key;
      }
    }
  }

  /** Keeps what a module graph consists of, so that a later change can be explained. */
  writeGraph({ hash, files }: { hash: string; files: Readonly<Record<string, string>> }): void {
    const path = join(this.path, "graphs", `${hash}.json`);
    if (!exists(path)) writeAtomically(path, JSON.stringify(files));
  }

  /** Hash of each file of a module graph, if the store remembers it. */
  readGraph(hash: string): Readonly<Record<string, string>> | undefined {
    const text = isHash(hash) ? readText(join(this.path, "graphs", `${hash}.json`)) : undefined;
    if (text === undefined) return undefined;
    try {
      return graph.parse(JSON.parse(text));
    } catch {
      // It explains a key and decides nothing: what is damaged is as good as forgotten.
      return undefined;
    }
  }

  /** Forgets a finished instance. */
  forget(key: string): void {
    remove(this.manifestPath(key));
  }
}

/**
 * Opens a store; makes it if there is none.
 *
 * @param path Folder of the store.
 * @throws {UserError} If the folder is no store, is of another version or cannot be written.
 */
export function openStore(path: string): Store {
  return Store.open(path);
}
