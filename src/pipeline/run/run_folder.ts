import { basename, join, resolve } from "node:path";
import { copyOut } from "../store/copy_out.ts";
import type { RunStatus } from "../runs/events.ts";
import type { Instance } from "../graph/instance.ts";
import { canonicalJson, sha256 } from "../../support/json.ts";
import type { Pipeline } from "../graph/load.ts";
import { fileNameOf } from "../graph/naming.ts";
import type { Publication } from "../graph/publication.ts";
import { requestOf } from "../runs/retention.ts";
import { LATEST, latestRun, type RunRecord, writeRunRecord } from "../runs/run_record.ts";
import { readText, remove, temporaryName, writeAtomically } from "../../support/files.ts";
import { sourceCommit } from "../runs/source_commit.ts";
import { hostName } from "../store/host.ts";
import { Journal } from "../store/journal.ts";
import type { Manifest } from "../store/manifest.ts";
import type { Store } from "../store/store.ts";

/** An instance whose result a run has. */
export interface FinishedInstance {
  readonly instance: Instance;
  readonly manifest: Manifest;
  readonly cached: boolean;
}

function newRunId(): string {
  return new Date().toISOString().slice(0, 23).replace("T", "_").replace(/[:.]/g, "-");
}

/** The folder of one run; made when there is first something to put into it. */
export class RunFolder {
  readonly #parent: string;
  readonly #pipeline: Pipeline;
  readonly #store: Store;
  readonly #id: string;
  readonly #wanted: string[] = [];
  readonly #startedAt = new Date().toISOString();
  readonly #command: readonly string[] | undefined;
  #journal: Journal | undefined;
  #path: string | undefined;

  /**
   * @param parent Folder of all runs of the pipeline.
   * @param command Words of the command line, if one began the run.
   */
  constructor(parent: string, pipeline: Pipeline, store: Store, command?: readonly string[]) {
    this.#command = command;
    this.#parent = resolve(parent);
    this.#pipeline = pipeline;
    this.#store = store;
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
      this.#journal = new Journal(this.#store, {
        run: this.#id,
        pipeline: this.#pipeline.name,
        folder: this.#path,
        host: hostName(),
        pid: Deno.pid,
        request: requestOf(this.#pipeline),
      }, this.#wanted);
    }
    return this.#path;
  }

  /** Notes that the run looks for a key, so that what it needs is kept. */
  want(key: string): void {
    if (this.#journal === undefined) this.#wanted.push(key);
    else this.#journal.want(key);
  }

  /** Path of an instance's log. */
  logPath(name: string): string {
    return join(this.#make(), "logs", `${name}.log`);
  }

  /**
   * Publishes the outputs and writes the record, unless the newest run has just the same.
   *
   * @param failures What failed: trials of searches, without which a run is whole all the same, or others.
   */
  finish(
    status: RunStatus,
    finished: readonly FinishedInstance[],
    failures: RunRecord["failures"] = {},
  ): void {
    const isWhole = status === "done" &&
      finished.length + Object.keys(failures).length === this.#pipeline.instances.length;
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
    const outputs = isWhole ? this.#publish(folder, finished) : {};
    const record = this.#record(status, finished, digest, outputs);
    const hasFailures = Object.keys(failures).length > 0;
    writeRunRecord(folder, hasFailures ? { ...record, failures } : record);
    if (isWhole) {
      writeAtomically(join(folder, "digest"), `${digest}\n`);
      this.#point(folder);
    }
    this.#journal?.end(isWhole || status !== "done" ? status : "partial");
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

  #publish(folder: string, finished: readonly FinishedInstance[]): RunRecord["outputs"] {
    const manifests = new Map(finished.map(({ instance, manifest }) => [instance, manifest]));
    const published: Record<string, { instance: string; output: string }> = {};
    const put = (name: string, instance: Instance, { output }: Publication) => {
      copyOut(this.#store, manifests.get(instance)!.outputs[output]!, join(folder, name));
      published[name] = { instance: instance.name, output };
    };
    for (const publication of this.#pipeline.publications) {
      const { name, instances } = publication;
      if (instances.length === 1) put(name, instances[0]!, publication);
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
      const { task, coordinates, choice } = instance;
      return [instance.name, {
        task,
        key,
        cached,
        seconds,
        coordinates,
        params: parts.params,
        outputs: Object.fromEntries(hashes),
        facts,
        chosenFrom: choice?.among[0]?.task,
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
      startedAt: this.#startedAt,
      finishedAt: new Date().toISOString(),
      command: this.#command,
      commit: sourceCommit(this.#pipeline.root),
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
