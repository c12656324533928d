import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchedModules, isFetched } from "./fetched_modules.ts";
import { canonicalJson, sha256 } from "../../support/json.ts";
import type { ModuleLink, ModuleSource } from "./module_source.ts";
import { Packages } from "./packages.ts";
import { UserError } from "../../support/user_error.ts";
import { ENGINE_FOLDER } from "../root.ts";
import { readText, writeAtomically } from "../../support/files.ts";

/** The files and packages that a module reaches, directly and through others. */
export interface ModuleGraph {
  /** sha256 over the paths and hashes of all files. */
  readonly hash: string;
  /** Hash of each file by its path from the project's root, or by its URL if it was fetched. */
  readonly files: Readonly<Record<string, string>>;
  /** Exact npm packages, as `name@version`, sorted. */
  readonly packages: readonly string[];
}

/** The engine itself is no part of a task: its contract's version stands in every key instead. */
const ENGINE = ENGINE_FOLDER.href;

/** Raised when the way of hashing a module changes, so that what was cached no longer counts. */
const HASHING = 1;

interface CachedModule extends ModuleSource {
  /** When it was last of use, in days since 1970. */
  readonly day: number;
}

const DAYS_KEPT = 30;

/** Hashes the modules that tasks are made of; what it learns about a file's text is kept. */
export class ModuleHasher {
  readonly #root: string;
  readonly #packages: Packages;
  readonly #cachePath: string;
  readonly #cache: Record<string, CachedModule>;
  readonly #files = new Map<string, { hash: string; links: readonly ModuleLink[] }>();
  #changed = false;

  /**
   * @param root Folder of `deno.json`, from which files are named.
   * @param cachePath File that keeps what was learnt.
   */
  constructor(root: string, cachePath: string) {
    this.#root = root;
    this.#packages = Packages.read(root);
    this.#cachePath = cachePath;
    this.#cache = readCache(cachePath);
  }

  /**
   * Finds all that a module reaches.
   *
   * @param withEngine Whether the engine's own modules count, as for what is to run elsewhere.
   */
  async graph(entry: string, withEngine = false): Promise<ModuleGraph> {
    const files: Record<string, string> = {};
    const packages = new Set<string>();
    const open = [{ url: entry, isModule: true }];
    const seen = new Set<string>([entry]);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { url, isModule } = next;
      if (!url.startsWith("file:")) {
        for (const id of await this.#elsewhere(url, files)) packages.add(id);
        continue;
      }
      const path = fileURLToPath(url);
      const { hash, links } = await this.#file(path, isModule);
      files[relative(this.#root, path).replaceAll("\\", "/")] = hash;
      for (const { specifier, kind } of links) {
        const target = this.#resolve(specifier, url);
        if (target === undefined || seen.has(target)) continue;
        if (!withEngine && target.startsWith(ENGINE)) continue;
        if (kind === "file" && !isFile(target)) continue;
        seen.add(target);
        open.push({ url: target, isModule: /\.[cm]?[jt]sx?$/.test(target) });
      }
    }
    return { hash: sha256(canonicalJson(files)), files, packages: [...packages].sort() };
  }

  /** Keeps what was learnt for the next process. */
  save(): void {
    if (!this.#changed) return;
    const oldest = today() - DAYS_KEPT;
    const kept = Object.fromEntries(
      Object.entries(this.#cache).filter(([, { day }]) => day >= oldest),
    );
    writeAtomically(this.#cachePath, JSON.stringify({ hashing: HASHING, modules: kept }));
    this.#changed = false;
  }

  /** Adds what was fetched for a module that is no file, and gives the packages it is made of. */
  async #elsewhere(url: string, files: Record<string, string>): Promise<readonly string[]> {
    const locked = this.#packages.closure(url);
    if (locked !== undefined || !isFetched(url)) return locked ?? [url];
    const fetched = await fetchedModules(url, this.#root);
    for (const [specifier, { path, name }] of fetched.files) {
      files[specifier] = (await this.#module(name, Deno.readFileSync(path))).hash;
    }
    return fetched.packages;
  }

  #resolve(specifier: string, from: string): string | undefined {
    const mapped = this.#packages.resolve(specifier);
    if (mapped.startsWith("node:")) return undefined;
    if (/^\.{0,2}\//.test(mapped)) {
      const base = mapped === specifier ? from : new URL(`file://${this.#root}/`).href;
      return new URL(mapped, base).href;
    }
    return mapped;
  }

  async #file(path: string, isModule: boolean) {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    let bytes: Uint8Array;
    try {
      bytes = Deno.readFileSync(path);
    } catch (cause) {
      throw new UserError(
        `Cannot read ${path}, which a task imports: ${(cause as Error).message}`,
        {
          cause,
        },
      );
    }
    const file = isModule ? await this.#module(path, bytes) : { hash: sha256(bytes), links: [] };
    this.#files.set(path, file);
    return file;
  }

  async #module(path: string, bytes: Uint8Array): Promise<ModuleSource> {
    const id = sha256(bytes);
    const cached = this.#cache[id];
    if (cached !== undefined && cached.day + 1 >= today()) return cached;
    let source: ModuleSource | undefined = cached;
    if (source === undefined) {
      // TypeScript takes a tenth of a second to load: only for text not seen before.
      const { readModuleSource } = await import("./module_source.ts");
      source = readModuleSource(new TextDecoder().decode(bytes), path);
    }
    this.#changed = true;
    this.#cache[id] = { ...source, day: today() };
    return source;
  }
}

function today(): number {
  return Math.floor(Date.now() / 86_400_000);
}

function isFile(url: string): boolean {
  try {
    return url.startsWith("file:") && Deno.statSync(fileURLToPath(url)).isFile;
  } catch {
    return false;
  }
}

function readCache(path: string): Record<string, CachedModule> {
  try {
    const { hashing, modules } = JSON.parse(readText(path) ?? "{}");
    return hashing === HASHING ? modules : {};
  } catch {
    // Half a cache is no cache.
    return {};
  }
}
