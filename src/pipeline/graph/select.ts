import type { Pipeline } from "./load.ts";
import { matchesPattern } from "../file/pattern.ts";
import type { Instance } from "./instance.ts";
import { UserError } from "../../support/user_error.ts";
import { suggest } from "../../support/suggest.ts";

/** Which instances a run is about; a name is a task's, a form of tasks' such as `*-samples`, or an instance's. */
export interface Selection {
  /** Run these only; what they read must be stored already. */
  readonly only?: readonly string[];
  /** Run these and what hangs on them; what they read must be stored already. */
  readonly from?: readonly string[];
  /** Run these and what they need. */
  readonly until?: readonly string[];
  /** Run these even if they are stored. */
  readonly force?: readonly string[];
}

/** The instances of a selection. */
export interface Selected {
  /** Instances to run if they are not stored, and those that these read. */
  readonly wanted: ReadonlySet<Instance>;
  /** Instances that may not run: their results must be stored. */
  readonly fixed: ReadonlySet<Instance>;
  readonly forced: ReadonlySet<Instance>;
}

/** The instances that names mean: a task's name means all of its instances. */
export function instancesNamed(pipeline: Pipeline, names: readonly string[]): Set<Instance> {
  const found = new Set<Instance>();
  for (const name of names) {
    const matching = pipeline.instances.filter((instance) =>
      matchesPattern(name, instance.task) || instance.name === name || instance.orderedName === name
    );
    if (matching.length === 0) {
      const known = [...pipeline.tasks, ...pipeline.instances.map((instance) => instance.name)];
      throw new UserError(
        `There is no task "${name}" in ${pipeline.name}. ${suggest(name, new Set(known))}`,
      );
    }
    for (const instance of matching) found.add(instance);
  }
  return found;
}

/** All that a set of instances needs, itself included. */
function upstream(start: Iterable<Instance>): Set<Instance> {
  const found = new Set<Instance>();
  const open = [...start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...next.after);
  }
  return found;
}

/** Works out which instances a selection means. */
export function select(pipeline: Pipeline, selection: Selection): Selected {
  const { only = [], from = [], until = [], force = [] } = selection;
  const forced = instancesNamed(pipeline, force);
  const all = new Set(pipeline.instances);
  let wanted: Set<Instance> = all;
  if (until.length > 0) wanted = upstream(instancesNamed(pipeline, until));
  const running = only.length > 0 ? instancesNamed(pipeline, only) : new Set(wanted);
  if (from.length > 0) {
    const starts = instancesNamed(pipeline, from);
    const below = new Set<Instance>();
    for (const instance of pipeline.instances) {
      if (starts.has(instance) || instance.after.some((needed) => below.has(needed))) {
        below.add(instance);
      }
    }
    for (const instance of running) if (!below.has(instance)) running.delete(instance);
  }
  if (only.length > 0 || from.length > 0) wanted = upstream(running);
  const fixed = new Set([...wanted].filter((instance) => !running.has(instance)));
  return { wanted, fixed, forced };
}
