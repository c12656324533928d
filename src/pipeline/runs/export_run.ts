import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { copyOut } from "../store/copy_out.ts";
import { isFetched } from "../keys/fetched_modules.ts";
import type { Pipeline } from "../graph/load.ts";
import { Keys } from "../keys/keys.ts";
import { UserError } from "../../support/user_error.ts";
import { ModuleHasher } from "../keys/module_graph.ts";
import { EXEC_MODULE, PROGRAM_FOLDER, programCommandLine } from "../root.ts";
import { type RunRecord, writeRunRecord } from "./run_record.ts";
import type { StoredRun } from "./stored_runs.ts";
import { textWithoutFolders, withoutFolders } from "./without_folders.ts";
import { exists, listFiles, namesIn, statOf } from "../../support/files.ts";
import { isInnerPath, type ObjectRecord } from "../store/object_record.ts";
import type { Manifest } from "../store/manifest.ts";
import { Store } from "../store/store.ts";

const PROGRAM = fileURLToPath(PROGRAM_FOLDER);

/** Options of {@linkcode exportRun}. */
export interface ExportOptions {
  readonly run: StoredRun;
  /** The run's pipeline, loaded with the run's parameters. */
  readonly pipeline: Pipeline;
  readonly store: Store;
  /** URL of the module that this program was started by: it goes along. */
  readonly program: string;
  /** Folder to make; nothing may exist there. */
  readonly target: string;
}

/** What an export left out or found changed. */
export interface ExportReport {
  /** Instances whose code is no longer what it was when they ran. */
  readonly changedCode: readonly string[];
}

/** Where a file of the project or of this program stands in the export. */
function placeOf(path: string, root: string): string {
  for (const folder of [root, PROGRAM]) {
    const name = relative(folder, path);
    if (isInnerPath(name.replaceAll("\\", "/"))) return name;
  }
  // What stands elsewhere cannot keep its place.
  return join("outside", path);
}

function readManifests(
  record: RunRecord,
  { instances }: Pipeline,
  store: Store,
): Map<string, Manifest> {
  const outputs = new Map(
    instances.map(({ name, module }) => [name, Object.keys(module.definition.outputs)]),
  );
  const manifests = new Map<string, Manifest>();
  for (const [instance, { key }] of Object.entries(record.instances)) {
    const { found } = store.lookUp(key, outputs.get(instance));
    if (found === undefined) {
      throw new UserError(
        `Cannot export ${record.run}: the result of ${instance} is no longer in the store`,
      );
    }
    manifests.set(instance, found);
  }
  return manifests;
}

/** What the run published, by its path. */
function publishedObjects(
  { run, outputs }: RunRecord,
  manifests: ReadonlyMap<string, Manifest>,
): [name: string, object: ObjectRecord][] {
  return Object.entries(outputs).map(([name, { instance, output }]) => {
    const object = manifests.get(instance)?.outputs[output];
    if (object !== undefined) return [name, object];
    throw new UserError(`Cannot export ${run}: there is no output ${output} of ${instance}`);
  });
}

/** Paths of all that modules need to run, what they load late and the engine included. */
async function filesOf(
  modules: Iterable<string>,
  root: string,
  store: Store,
): Promise<string[]> {
  const hasher = new ModuleHasher(root, store.cachePath("modules.json"));
  const paths: string[] = [];
  for (const url of modules) {
    const { files } = await hasher.graph(url, true);
    // What was fetched is fetched again, and deno.lock tells whether it is the same.
    for (const path of Object.keys(files)) if (!isFetched(path)) paths.push(join(root, path));
  }
  return paths;
}

/** The command line that starts the exported program, from its folder. */
function commandLine(program: string): string {
  const module = program.startsWith("file:") ? relative(PROGRAM, fileURLToPath(program)) : program;
  return ["deno", ...programCommandLine(module.replaceAll("\\", "/")).slice(1)].join(" ");
}

function describe(
  { run, pipeline, profile, settings, finishedAt, deno, instances }: RunRecord,
  program: string,
): string {
  const chosen = (profile === undefined ? "" : ` --profile ${profile}`) +
    settings.map((setting) => ` --set '${setting.replaceAll("'", `'\\''`)}'`).join("");
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
    `${commandLine(program)} ${pipeline}${chosen}`,
    "```",
    "",
    "| Instance | Seconds | Key |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/**
 * Copies a run with everything that is needed to rerun or publish it. Folders of this machine are left
 * out of what was recorded.
 */
export async function exportRun(options: ExportOptions): Promise<ExportReport> {
  const { run: { folder, record }, pipeline, store, program, target } = options;
  if (exists(target)) throw new UserError(`Cannot export to ${target}: it exists already`);
  const manifests = readManifests(record, pipeline, store);
  const published = publishedObjects(record, manifests);
  const project = join(target, "project");
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const changedCode = pipeline.instances.filter((instance) => {
    const manifest = manifests.get(instance.name);
    return manifest !== undefined && manifest.parts.code !== keys.graph(instance).hash;
  }).map(({ name }) => name);
  const tasks = new Set(pipeline.instances.map(({ module }) => module.url));
  const files = new Set([
    ...await filesOf(tasks, pipeline.root, store),
    ...await filesOf([program, EXEC_MODULE.href], PROGRAM, store),
  ]);
  for (const name of ["deno.json", "deno.lock", "LICENSE"]) {
    if (exists(join(pipeline.root, name))) files.add(join(pipeline.root, name));
  }
  for (const name of listFiles(join(pipeline.root, "pipelines"))) {
    if (!name.endsWith("/")) files.add(join(pipeline.root, "pipelines", name));
  }
  for (const path of files) {
    const to = join(project, placeOf(path, pipeline.root));
    Deno.mkdirSync(dirname(to), { recursive: true });
    Deno.copyFileSync(path, to);
  }
  const copy = Store.open(join(project, "results", ".store"));
  for (const manifest of manifests.values()) copyManifest(manifest, store, copy);
  const outputs = join(target, "outputs");
  Deno.mkdirSync(outputs, { recursive: true });
  for (const [name, object] of published) {
    Deno.mkdirSync(dirname(join(outputs, name)), { recursive: true });
    copyOut(store, object, join(outputs, name));
  }
  const told = withoutFolders(record);
  writeRunRecord(target, told);
  if (namesIn(join(folder, "logs")).length > 0) {
    Deno.mkdirSync(join(target, "logs"));
    for (const name of namesIn(join(folder, "logs"))) {
      const log = join(folder, "logs", name);
      if (!statOf(log)?.isFile) continue;
      const text = textWithoutFolders(Deno.readTextFileSync(log));
      Deno.writeTextFileSync(join(target, "logs", name), text);
    }
  }
  Deno.writeTextFileSync(join(target, "README.md"), describe(told, program));
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
  // What was recorded is no part of the key, as parameters are.
  to.writeManifest({ ...manifest, facts: withoutFolders(manifest.facts) });
}
