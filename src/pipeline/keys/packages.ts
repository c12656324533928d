import { join } from "node:path";
import { readText } from "../../support/files.ts";

interface LockFile {
  specifiers?: Record<string, string>;
  npm?: Record<string, { dependencies?: string[]; optionalDependencies?: string[] }>;
}

interface Config {
  imports?: Record<string, string>;
}

/** The packages of a project: what its import map names and its lock file pins. */
export class Packages {
  readonly #imports: Readonly<Record<string, string>>;
  readonly #lock: LockFile;
  readonly #byName: Map<string, string[]>;

  private constructor(imports: Record<string, string>, lock: LockFile) {
    this.#imports = imports;
    this.#lock = lock;
    this.#byName = Map.groupBy(
      Object.keys(lock.npm ?? {}),
      (id) => id.slice(0, id.indexOf("@", 1)),
    );
  }

  /** Reads `deno.json` and `deno.lock` of a folder; either may be missing. */
  static read(root: string): Packages {
    const config = JSON.parse(readText(join(root, "deno.json")) ?? "{}") as Config;
    const lock = JSON.parse(readText(join(root, "deno.lock")) ?? "{}") as LockFile;
    return new Packages(config.imports ?? {}, lock);
  }

  /** What the import map makes of a specifier; itself if it has no say. */
  resolve(specifier: string): string {
    const exact = this.#imports[specifier];
    if (exact !== undefined) return exact;
    const entries = Object.entries(this.#imports).sort(([a], [b]) => b.length - a.length);
    for (const [name, target] of entries) {
      if (name.endsWith("/") && specifier.startsWith(name)) {
        return target + specifier.slice(name.length);
      }
      if (target.startsWith("npm:") && specifier.startsWith(`${name}/`)) {
        return target + specifier.slice(name.length);
      }
    }
    return specifier;
  }

  /**
   * The pinned package of an `npm:` specifier and all that it depends on, as `name@version`;
   * `undefined` if the lock file does not know it.
   */
  closure(specifier: string): string[] | undefined {
    const [, requested] = /^npm:\/?((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? [];
    const version = this.#lock.specifiers?.[`npm:${requested}`];
    if (requested === undefined || version === undefined) return undefined;
    const at = requested.indexOf("@", 1);
    const name = at === -1 ? requested : requested.slice(0, at);
    const found = new Set<string>();
    const visit = (id: string) => {
      if (found.has(id)) return;
      found.add(id);
      const { dependencies = [], optionalDependencies = [] } = this.#lock.npm?.[id] ?? {};
      for (const dependency of [...dependencies, ...optionalDependencies]) {
        const [only] = this.#byName.get(dependency) ?? [];
        visit(only ?? dependency);
      }
    };
    visit(`${name}@${version}`);
    return [...found].sort();
  }
}
