import type { Instance } from "../graph/instance.ts";
import { sourcesOf } from "../graph/instance.ts";
import { settleHistories, settleTrial } from "../graph/search/settle_trial.ts";
import { canonicalJson } from "../../support/json.ts";
import { keyParts } from "./key_parts.ts";
import { type ModuleGraph, ModuleHasher } from "./module_graph.ts";
import { isDiskFull } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import { FileHashes } from "../store/file_hashes.ts";
import { keyOf, type KeyParts, type Manifest } from "../store/manifest.ts";
import type { ObjectRecord } from "../store/object_record.ts";
import type { Store } from "../store/store.ts";
import type { JsonValue } from "../task.ts";

type Environment = Readonly<Record<string, JsonValue>>;

/**
 * Makes the keys of instances. What does not hang on the results of other instances is found out
 * once, before the first key, so that a key is then quick to make.
 */
export class Keys {
  readonly #graphs = new Map<string, ModuleGraph>();
  /** By the parameters of an instance, or of a trial that it may be. */
  readonly #environments = new Map<Instance["parsed"], Environment>();
  readonly #files: FileHashes;

  private constructor(store: Store) {
    this.#files = new FileHashes(store.cachePath("files.json"), store.objects);
  }

  /** Hashes the modules and files that instances use and asks for their environment. */
  static async prepare(root: string, store: Store, instances: Iterable<Instance>): Promise<Keys> {
    const keys = new Keys(store);
    const hasher = new ModuleHasher(root, store.cachePath("modules.json"));
    const environments = new Map<string, Environment>();
    for (const instance of instances) {
      const { url, definition } = instance.module;
      if (!keys.#graphs.has(url)) {
        const graph = await hasher.graph(url);
        keys.#graphs.set(url, graph);
        saveQuietly(() => store.writeGraph(graph));
      }
      if (definition.environment !== undefined) {
        for (const { parsed } of instance.choice?.trials ?? [instance]) {
          const id = `${url} ${canonicalJson(parsed)}`;
          let environment = environments.get(id);
          if (environment === undefined) {
            environment = await environmentOf({ ...instance, parsed });
            environments.set(id, environment);
          }
          keys.#environments.set(parsed, environment);
        }
      }
      for (const source of Object.values(instance.inputs).flatMap(sourcesOf)) {
        if ("path" in source) keys.#files.describe(source.path, `Input "${source.name}"`);
      }
    }
    saveQuietly(() => {
      hasher.save();
      keys.#files.save();
    });
    return keys;
  }

  /** The modules and packages that a task is made of. */
  graph(instance: Instance): ModuleGraph {
    return this.#graphs.get(instance.module.url)!;
  }

  /** What a file or folder that no task writes holds. */
  external(path: string): ObjectRecord {
    return this.#files.describe(path, `Input "${path}"`);
  }

  /**
   * The key of an instance whose inputs are all there.
   *
   * @param manifestOf Manifests of the instances that it needs; none of a trial that failed.
   * @throws {UserError} If it is a trial of a search that cannot be told.
   */
  of(
    instance: Instance,
    manifestOf: (instance: Instance) => Manifest | undefined,
  ): { key: string; parts: KeyParts } {
    const factsOf = (needed: Instance) => manifestOf(needed)?.facts;
    const settled = settleTrial(instance, factsOf);
    const environment = this.#environments.get(settled.parsed) ?? {};
    const parsed = { ...settled.parsed, ...settleHistories(instance, factsOf) };
    const parts = keyParts({ ...settled, parsed }, this.graph(instance), environment, (source) => {
      if ("path" in source) return this.external(source.path).hash;
      return manifestOf(source.instance)!.outputs[source.output]!.hash;
    });
    return { key: keyOf(parts), parts };
  }
}

async function environmentOf({ name, module, parsed }: Instance): Promise<Environment> {
  try {
    return await module.definition.environment!(parsed);
  } catch (cause) {
    throw new UserError(`Cannot plan ${name}: ${(cause as Error).message}`, { cause });
  }
}

/** A store that cannot be written, or is full, still serves what it has. */
function saveQuietly(save: () => void): void {
  try {
    save();
  } catch (error) {
    const isReadOnly = error instanceof Deno.errors.PermissionDenied ||
      (error as { code?: string }).code === "EROFS";
    if (!isReadOnly && !isDiskFull(error)) throw error;
  }
}
