/**
 * Holds what `plan` foresees of a pipeline that has never run against the seconds that it then takes,
 * task by task and in all. It ends with 1 if the whole is off by more than a factor of two.
 *
 * ```sh
 * deno run -A bench/estimates.ts PIPELINE [PATH=VALUE ...]
 * ```
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";
import { loadPipeline, plan, run, Store } from "../src/pipeline/mod.ts";
import { machineCapacity } from "../src/pipeline/plan/capacity.ts";
import { wallTime } from "../src/pipeline/plan/estimate.ts";
import { table } from "../src/terminal/format.ts";
import { print } from "../src/terminal/output.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const [name, ...set] = Deno.args;
if (name === undefined) throw new Error("Name a pipeline");

const folder = await Deno.makeTempDir();
try {
  const pipeline = await loadPipeline(name, { root: ROOT, set });
  const store = Store.open(join(folder, "store")), capacity = machineCapacity();
  const planned = await plan(pipeline, { store });
  const foreseen = wallTime(planned, capacity);
  const start = performance.now();
  const { status, manifests } = await run(pipeline, {
    ...{ store, capacity, results: join(folder, "results"), executor: new LocalExecutor() },
  });
  const took = (performance.now() - start) / 1000;
  if (status !== "done") throw new Error(`The run ${status}`);
  const rows = planned.map(({ instance, estimate }) => ({
    ...{ task: instance.task, estimate: estimate ?? 0 },
    seconds: manifests.get(instance.name)!.seconds,
  }));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const lines = [...Map.groupBy(rows, ({ task }) => task)].map(([task, group]) => [
    group.length === 1 ? task : `${task} × ${group.length}`,
    sum(group.map(({ estimate }) => estimate)).toFixed(1),
    sum(group.map(({ seconds }) => seconds)).toFixed(1),
  ]);
  const factor = foreseen / took;
  print(table([
    ["", "foreseen (s)", "took (s)"],
    ...lines,
    ["in all, side by side", foreseen.toFixed(1), took.toFixed(1)],
  ]));
  print(`foreseen / took = ${factor.toFixed(2)}`);
  if (factor < 0.5 || factor > 2) Deno.exitCode = 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
