import { basename, dirname, join } from "node:path";
import type { RunStatus } from "./events.ts";
import type { Instance } from "./instance.ts";
import { canonicalJson, sha256 } from "./json.ts";
import type { Pipeline } from "./load.ts";
import { fileNameOf } from "./naming.ts";
import type { Publication } from "./publication.ts";
import { readText, remove, temporaryName, writeAtomically } from "./store/files.ts";
import type { Manifest } from "./store/manifest.ts";
import type { ObjectRecord } from "./store/objects.ts";
import type { Store } from "./store/store.ts";
import type { JsonValue } from "./task.ts";

/** An instance whose result a run has. */
export interface FinishedInstance {
  readonly instance: Instance;
  readonly manifest: Manifest;
  readonly cached: boolean;
}

/** `run.json`: what a run was, and where each of its results came from. */
export interface RunRecord {
  readonly run: string;
  readonly pipeline: string;
  readonly profile?: string;
  readonly status: RunStatus;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Settings of the command line, as `path=value`. */
  readonly settings: readonly string[];
  /** Tells runs with other results apart. */
  readonly digest: string;
  readonly finishedAt: string;
  readonly deno: string;
  readonly instances: Readonly<
    Record<string, {
      readonly task: string;
      readonly key: string;
      readonly cached: boolean;
      readonly seconds: number;
      readonly coordinates: Readonly<Record<string, JsonValue>>;
      readonly params: Readonly<Record<string, JsonValue>>;
      readonly outputs: Readonly<Record<string, string>>;
      readonly facts: Readonly<Record<string, JsonValue>>;
    }>
  >;
  /** Published paths, and the instance and output that each shows. */
  readonly outputs: Readonly<
    Record<string, { readonly instance: string; readonly output: string }>
  >;
}

/** Name of the pointer to the newest run. */
export const LATEST = "latest";

/** From this size on, a published file shares its blocks with the store, read-only. */
const LINK_FROM = 16 * 2 ** 20;

function newRunId(): string {
  return new Date().toISOString().slice(0, 23).replace("T", "_").replace(/[:.]/g, "-");
}

/** The folder of the newest run of a pipeline, by its pointer. */
export function latestRun(folder: string): string | undefined {
  const pointer = join(folder, LATEST);
  try {
    return join(folder, basename(Deno.readLinkSync(pointer)));
  } catch {
    const name = readText(`${pointer}.txt`)?.trim();
    return name === undefined ? undefined : join(folder, name);
  }
}

/** Reads the record of a run. */
export function readRunRecord(folder: string): RunRecord | undefined {
  const text = readText(join(folder, "run.json"));
  return text === undefined ? undefined : JSON.parse(text) as RunRecord;
}

/** The folder of one run; made when there is first something to put into it. */
export class RunFolder {
  readonly #parent: string;
  readonly #pipeline: Pipeline;
  readonly #id: string;
  #path: string | undefined;

  /** @param parent Folder of all runs of the pipeline. */
  constructor(parent: string, pipeline: Pipeline) {
    this.#parent = parent;
    this.#pipeline = pipeline;
    this.#id = `${newRunId()}-${crypto.randomUUID().slice(0, 4)}`;
  }

  /** Tells this run from all others. */
  get id(): string {
    return this.#id;
  }

  /** Path of the folder, if there is one; of an earlier run's if that has the same results. */
  get path(): string | undefined {
    return this.#path;
  }

  #make(): string {
    if (this.#path === undefined) {
      this.#path = join(this.#parent, this.#id);
      Deno.mkdirSync(this.#path, { recursive: true });
    }
    return this.#path;
  }

  /** Path of an instance's log. */
  logPath(name: string): string {
    return join(this.#make(), "logs", `${name}.log`);
  }

  /** Publishes the outputs and writes the record, unless the newest run has just the same. */
  finish(status: RunStatus, finished: readonly FinishedInstance[], store: Store): void {
    const isWhole = status === "done" && finished.length === this.#pipeline.instances.length;
    const digest = this.#digest(finished);
    if (isWhole && this.#path === undefined) {
      const latest = latestRun(this.#parent);
      const record = latest === undefined ? undefined : readText(join(latest, "digest"));
      if (record?.trim() === digest) {
        this.#path = latest;
        return;
      }
    }
    if (!isWhole && this.#path === undefined) return;
    const folder = this.#make();
    const outputs = isWhole ? this.#publish(folder, finished, store) : {};
    const record = this.#record(status, finished, digest, outputs);
    writeAtomically(join(folder, "run.json"), `${JSON.stringify(record, null, 1)}\n`);
    if (!isWhole) return;
    writeAtomically(join(folder, "digest"), `${digest}\n`);
    this.#point(folder);
  }

  #digest(finished: readonly FinishedInstance[]): string {
    const { publications, profile, params } = this.#pipeline;
    const keys = finished.map(({ instance, manifest }) => [instance.name, manifest.key]);
    const outputs = finished.map(({ manifest }) =>
      Object.values(manifest.outputs).map(({ hash }) => hash)
    );
    const published = publications.map(({ name, output, instances }) => [
      name,
      output,
      instances.map((instance) => instance.name),
    ]);
    const text = canonicalJson({ keys, outputs, published, params, profile });
    return sha256(text);
  }

  #publish(
    folder: string,
    finished: readonly FinishedInstance[],
    store: Store,
  ): RunRecord["outputs"] {
    const manifests = new Map(finished.map(({ instance, manifest }) => [instance, manifest]));
    const published: Record<string, { instance: string; output: string }> = {};
    const put = (name: string, instance: Instance, { output }: Publication) => {
      copyOut(store, manifests.get(instance)!.outputs[output], join(folder, name));
      published[name] = { instance: instance.name, output };
    };
    for (const publication of this.#pipeline.publications) {
      const { name, instances } = publication;
      if (instances.length === 1) put(name, instances[0], publication);
      else for (const one of instances) put(join(name, fileNameOf(one.name)), one, publication);
    }
    return published;
  }

  #record(
    status: RunStatus,
    finished: readonly FinishedInstance[],
    digest: string,
    outputs: RunRecord["outputs"],
  ): RunRecord {
    const { name: pipeline, profile, params, settings } = this.#pipeline;
    const instances = finished.map(({ instance, manifest, cached }) => {
      const { key, seconds, facts, parts } = manifest;
      const hashes = Object.entries(manifest.outputs).map(([name, { hash }]) => [name, hash]);
      const { task, coordinates } = instance;
      return [instance.name, {
        task,
        key,
        cached,
        seconds,
        coordinates,
        params: parts.params,
        outputs: Object.fromEntries(hashes),
        facts,
      }];
    });
    return {
      run: this.#id,
      pipeline,
      profile,
      status,
      params,
      settings,
      digest,
      finishedAt: new Date().toISOString(),
      deno: Deno.version.deno,
      instances: Object.fromEntries(instances),
      outputs,
    };
  }

  /** Moves the pointer to this run. */
  #point(folder: string): void {
    const pointer = join(this.#parent, LATEST);
    const temporary = temporaryName(pointer);
    try {
      Deno.symlinkSync(basename(folder), temporary, { type: "dir" });
      Deno.renameSync(temporary, pointer);
    } catch {
      // No links on this file system.
      remove(temporary);
      writeAtomically(`${pointer}.txt`, `${basename(folder)}\n`);
    }
  }
}

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
