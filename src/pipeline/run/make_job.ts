import { isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PROGRAM_FOLDER } from "../root.ts";
import { type InputSource, type Instance, sourceName } from "../graph/instance.ts";
import { settleHistories, settleTrial } from "../graph/search/settle_trial.ts";
import type { Job, JobEarlier, JobInput } from "../worker/job.ts";
import type { Keys } from "../keys/keys.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";

/** What a job has beside its instance. */
export interface JobOptions {
  readonly key: string;
  readonly parts: KeyParts;
  readonly pipeline: string;
  /** Folder of the project. */
  readonly root: string;
  /** Id of the run that wants it. */
  readonly run: string;
  readonly force: boolean;
  /** Results of which its task may copy parts. */
  readonly earlier: readonly JobEarlier[];
  /** Cores that were granted; `Infinity` for all of a machine that is not known yet. */
  readonly cpus: number;
  readonly environment?: Readonly<Record<string, string>>;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way.split(/[\\/]/)[0] !== ".." && !isAbsolute(way);
}

/** Modules of a task that lie neither in the project nor in this program. */
function foreignModules(files: Iterable<string>, root: string): string[] {
  const program = fileURLToPath(PROGRAM_FOLDER);
  return [...files].flatMap((name) => {
    if (/^[a-z]{2,}:/.test(name)) return [name];
    const path = resolve(root, name);
    return isWithin(path, root) || isWithin(path, program) ? [] : [path];
  });
}

/** The job of an instance whose inputs are all there. */
export function makeJob(
  instance: Instance,
  keys: Keys,
  manifestOf: (instance: Instance) => Manifest | undefined,
  { cpus, ...options }: JobOptions,
): Job {
  const toInput = (source: InputSource): JobInput => {
    const from = sourceName(source);
    if ("path" in source) return { from, path: source.path, record: keys.external(source.path) };
    return { from, record: manifestOf(source.instance)!.outputs[source.output]! };
  };
  const inputs: Record<string, JobInput | readonly JobInput[]> = {};
  for (const [name, input] of Object.entries(instance.inputs)) {
    inputs[name] = Array.isArray(input) ? input.map(toInput) : toInput(input as InputSource);
  }
  const { name, module } = instance;
  const factsOf = (needed: Instance) => manifestOf(needed)?.facts;
  const { params } = settleTrial(instance, factsOf);
  const { outputs, permissions = {} } = module.definition;
  return {
    ...options,
    instance: name,
    module: module.url,
    params: { ...params, ...settleHistories(instance, factsOf) },
    inputs,
    outputs: Object.keys(outputs),
    permissions,
    modules: foreignModules(Object.keys(keys.graph(instance).files), options.root),
    ...Number.isFinite(cpus) && { cpus: Math.max(1, Math.floor(cpus)) },
  };
}
