import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { copyOut } from "../store/copy_out.ts";
import { isFetched } from "../keys/fetched_modules.ts";
import type { Pipeline } from "../graph/load.ts";
import { Keys } from "../keys/keys.ts";
import { UserError } from "../../support/user_error.ts";
import { ENGINE_FOLDER } from "../root.ts";
import { RUN_RECORD, type RunRecord } from "./run_record.ts";
import type { StoredRun } from "./stored_runs.ts";
import { exists, listFiles, namesIn } from "../../support/files.ts";
import type { Manifest } from "../store/manifest.ts";
import { Store } from "../store/store.ts";

const ENGINE = fileURLToPath(ENGINE_FOLDER);

/** Options of {@linkcode exportRun}. */
export interface ExportOptions {
  readonly run: StoredRun;
  /** The run's pipeline, loaded with the run's parameters. */
  readonly pipeline: Pipeline;
  readonly store: Store;
  /** Folder to make; nothing may exist there. */
  readonly target: string;
}

/** What an export left out or found changed. */
export interface ExportReport {
  /** Instances whose code is no longer what it was when they ran. */
  readonly changedCode: readonly string[];
}

function copyTo(path: string, root: string, target: string): void {
  const name = relative(root, path);
  // What stands outside the project cannot keep its place.
  const to = join(target, name.startsWith("..") ? join("outside", path) : name);
  Deno.mkdirSync(dirname(to), { recursive: true });
  Deno.copyFileSync(path, to);
}

function readManifests(record: RunRecord, store: Store): Map<string, Manifest> {
  const manifests = new Map<string, Manifest>();
  for (const [instance, { key }] of Object.entries(record.instances)) {
    const { found } = store.lookUp(key);
    if (found === undefined) {
      throw new UserError(
        `Cannot export ${record.run}: the result of ${instance} is no longer in the store`,
      );
    }
    manifests.set(instance, found);
  }
  return manifests;
}

function describe(
  { run, pipeline, profile, settings, finishedAt, deno, instances }: RunRecord,
): string {
  const chosen = (profile === undefined ? "" : ` --profile ${profile}`) +
    settings.map((setting) => ` --set '${setting}'`).join("");
  const rows = Object.entries(instances).map(([name, { key, seconds }]) =>
    `| ${name} | ${seconds} | \`${key}\` |`
  );
  return [
    `# ${pipeline}, run ${run}`,
    "",
    `Finished ${finishedAt} with Deno ${deno}. \`outputs/\` holds what it published, \`run.json\` its`,
    "record, `project/` its code and, in `project/results/.store`, every intermediate result.",
    "",
    "To check that all results are there, and to go on from them:",
    "",
    "```sh",
    "cd project",
    `deno task pipeline ${pipeline}${chosen}`,
    "```",
    "",
    "| Instance | Seconds | Key |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** Copies a run with everything that is needed to rerun or publish it. */
export async function exportRun(options: ExportOptions): Promise<ExportReport> {
  const { run: { folder, record }, pipeline, store, target } = options;
  if (exists(target)) throw new UserError(`Cannot export to ${target}: it exists already`);
  const manifests = readManifests(record, store);
  const project = join(target, "project");
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const files = new Set<string>();
  const changedCode: string[] = [];
  for (const instance of pipeline.instances) {
    const graph = keys.graph(instance);
    for (const path of Object.keys(graph.files)) {
      // What was fetched is fetched again, and deno.lock tells whether it is the same.
      if (!isFetched(path)) files.add(join(pipeline.root, path));
    }
    const manifest = manifests.get(instance.name);
    if (manifest !== undefined && manifest.parts.code !== graph.hash) {
      changedCode.push(instance.name);
    }
  }
  for (const name of ["deno.json", "deno.lock", "LICENSE"]) {
    if (exists(join(pipeline.root, name))) files.add(join(pipeline.root, name));
  }
  for (const name of listFiles(join(pipeline.root, "pipelines"))) {
    if (!name.endsWith("/")) files.add(join(pipeline.root, "pipelines", name));
  }
  const engine = listFiles(ENGINE).filter((name) => !name.endsWith("_test.ts"));
  for (const path of files) copyTo(path, pipeline.root, project);
  for (const name of engine) {
    const to = join(project, "src/pipeline", name);
    Deno.mkdirSync(dirname(to), { recursive: true });
    Deno.copyFileSync(join(ENGINE, name), to);
  }
  const copy = Store.open(join(project, "results", ".store"));
  for (const manifest of manifests.values()) copyManifest(manifest, store, copy);
  const outputs = join(target, "outputs");
  Deno.mkdirSync(outputs, { recursive: true });
  for (const [name, { instance, output }] of Object.entries(record.outputs)) {
    Deno.mkdirSync(dirname(join(outputs, name)), { recursive: true });
    copyOut(store, manifests.get(instance)!.outputs[output], join(outputs, name));
  }
  Deno.copyFileSync(join(folder, RUN_RECORD), join(target, RUN_RECORD));
  if (namesIn(join(folder, "logs")).length > 0) {
    Deno.mkdirSync(join(target, "logs"));
    for (const name of namesIn(join(folder, "logs"))) {
      Deno.copyFileSync(join(folder, "logs", name), join(target, "logs", name));
    }
  }
  Deno.writeTextFileSync(join(target, "README.md"), describe(record));
  return { changedCode };
}

function copyManifest(manifest: Manifest, from: Store, to: Store): void {
  for (const [name, record] of Object.entries(manifest.outputs)) {
    if (to.objects.check(record) === undefined) continue;
    const temporary = join(to.path, "incoming");
    copyOut(from, record, temporary);
    to.objects.take(temporary, `Output "${name}" of ${manifest.instance}`);
  }
  const graph = from.readGraph(manifest.parts.code);
  if (graph !== undefined) to.writeGraph({ hash: manifest.parts.code, files: graph });
  to.writeManifest(manifest);
}
