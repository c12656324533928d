/**
 * Tells a real MLflow server of a made-up run, to see whether it takes what is sent.
 *
 *   deno run --allow-net --allow-env bench/mlflow.ts http://127.0.0.1:5000
 */
import { MlflowTracker } from "../src/pipeline/trackers/mlflow_tracker.ts";
import { print } from "../src/terminal/output.ts";

const [url] = Deno.args;
if (url === undefined) throw new Error("Name the address of an MLflow server");
const tracker = new MlflowTracker(url), key = crypto.randomUUID();
const at = Date.now();
await tracker.begin({ pipeline: "proseco-trial", instance: "trial[gamma=2]", key, at });
for (let step = 1; step <= 10; step++) {
  await tracker.point(key, { step, values: { loss: 1 / step }, at });
}
await tracker.end(key, {
  isDone: true,
  params: { gamma: 2 },
  facts: { validation: 0.1 },
  history: [],
  at,
});
print(`${url} took a run with ten points in the experiment proseco-trial`);
