import { type InputSource, type Instance, sourceName } from "../graph/instance.ts";
import type { Job, JobInput } from "../worker/job.ts";
import type { Keys } from "../keys/keys.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";
import type { JsonValue } from "../task.ts";

/** What a job has beside its instance. */
export interface JobOptions {
  readonly key: string;
  readonly parts: KeyParts;
  readonly pipeline: string;
  /** Id of the run that wants it. */
  readonly run: string;
  readonly force: boolean;
  /** Cores that were granted; `Infinity` for all of a machine that is not known yet. */
  readonly cpus: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The job of an instance whose inputs are all there. */
export function makeJob(
  instance: Instance,
  keys: Keys,
  manifestOf: (instance: Instance) => Manifest,
  { cpus, ...options }: JobOptions,
): Job {
  const toInput = (source: InputSource): JobInput => {
    const from = sourceName(source);
    if ("path" in source) return { from, path: source.path, record: keys.external(source.path) };
    return { from, record: manifestOf(source.instance).outputs[source.output]! };
  };
  const inputs: Record<string, JobInput | readonly JobInput[]> = {};
  for (const [name, input] of Object.entries(instance.inputs)) {
    inputs[name] = Array.isArray(input) ? input.map(toInput) : toInput(input as InputSource);
  }
  const { name, module, params } = instance;
  return {
    ...options,
    instance: name,
    module: module.url,
    params: params as Record<string, JsonValue>,
    inputs,
    outputs: Object.keys(module.definition.outputs),
    ...Number.isFinite(cpus) && { cpus: Math.max(1, Math.floor(cpus)) },
  };
}
