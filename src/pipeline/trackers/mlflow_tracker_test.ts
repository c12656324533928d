import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import type { Manifest } from "../store/manifest.ts";
import { MlflowTracker } from "./mlflow_tracker.ts";
import type { TrackedPoint } from "./tracker.ts";
import { TrackerLink } from "./tracker_link.ts";

const KEY = "ab".repeat(32);

/** What MLflow's REST interface (2.0) takes and answers, as its documentation has it. */
function serveMlflow(refuse: (path: string) => number | undefined = () => undefined) {
  const calls: [path: string, body: Record<string, unknown>][] = [];
  const server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const path = pathname.replace("/api/2.0/mlflow/", "");
    const text = await request.text();
    calls.push([path, text === "" ? {} : JSON.parse(text)]);
    const status = refuse(path);
    if (status !== undefined) return new Response("no", { status });
    if (path === "experiments/get-by-name") {
      return Response.json({ error_code: "RESOURCE_DOES_NOT_EXIST" }, { status: 404 });
    }
    if (path === "experiments/create") return Response.json({ experiment_id: "7" });
    if (path === "runs/create") return Response.json({ run: { info: { run_id: "r1" } } });
    return Response.json({});
  });
  const { port } = server.addr as Deno.NetAddr;
  return { calls, server, url: `http://127.0.0.1:${port}` };
}

const manifest = {
  parts: { params: { steps: 3, decay: "cosine" } },
  facts: { validation: 0.5, counts: { train: 12 }, rdkit: "2026" },
} as unknown as Manifest;

const HISTORY: readonly TrackedPoint[] = [
  { step: 1, values: { loss: 0.7312, validation: 0.5 } },
  { step: 3, values: { loss: 0.0004 } },
];

/** Tells a link of a small training. */
function tell(link: TrackerLink, end: "finished" | "failed" = "finished"): Promise<void> {
  const instance = "base";
  link.hear({ type: "begun", pipeline: "mine", instances: 1 });
  link.hear({ type: "started", instance, key: KEY, attempt: 1, log: "" });
  const progress = { done: 2, total: 3, values: { loss: "0.73", note: "warm" } };
  link.hear({ type: "progress", instance, progress });
  if (end === "failed") link.hear({ type: "failed", instance, message: "it broke", log: "" });
  else link.hear({ type: "finished", instance, key: KEY, seconds: 1, by: "this run" });
  return link.settle();
}

Deno.test("An instance becomes a run of MLflow with its key, its curve, its facts and its parameters", async () => {
  const { calls, server, url } = serveMlflow();
  const warnings: string[] = [];
  const link = new TrackerLink(
    new MlflowTracker(`${url}/`),
    () => manifest,
    () => HISTORY,
    (message) => warnings.push(message),
  );
  await tell(link);
  await server.shutdown();
  deepStrictEqual(warnings, []);
  deepStrictEqual(calls.map(([path]) => path), [
    ...["experiments/get-by-name", "experiments/create", "runs/create"],
    ...Array.from({ length: 4 }, () => "runs/log-batch"),
    "runs/update",
  ]);
  const [, created] = calls[2]!;
  strictEqual(created.experiment_id, "7");
  const tags = created.tags as { readonly key: string; readonly value: string }[];
  strictEqual(tags.find(({ key }) => key === "proseco.key")?.value, KEY);
  const metricsOf = (index: number) =>
    (calls[index]![1].metrics as Record<string, unknown>[])
      .map(({ key, value, step }) => [key, value, step]);
  deepStrictEqual(metricsOf(3), [["loss", 0.73, 2]]);
  deepStrictEqual(metricsOf(4), [["validation", 0.5, 0], ["counts.train", 12, 0]]);
  // As the log has them, where progress is rounded.
  deepStrictEqual(metricsOf(5), [
    ...[["history.loss", 0.7312, 1], ["history.validation", 0.5, 1], ["history.loss", 0.0004, 3]],
  ]);
  deepStrictEqual(calls[6]![1].params, [
    { key: "steps", value: "3" },
    { key: "decay", value: "cosine" },
  ]);
  strictEqual(calls[7]![1].status, "FINISHED");
});

Deno.test("What failed is a run that failed", async () => {
  const { calls, server, url } = serveMlflow();
  await tell(
    new TrackerLink(new MlflowTracker(url), () => undefined, () => [], () => {}),
    "failed",
  );
  await server.shutdown();
  strictEqual(calls.at(-1)![1].status, "FAILED");
});

Deno.test("What MLflow refuses is told once and given up, and the rest is sent", async () => {
  const { calls, server, url } = serveMlflow((path) => path === "runs/log-batch" ? 400 : undefined);
  const warnings: string[] = [];
  await tell(
    new TrackerLink(new MlflowTracker(url), () => manifest, () => [], (one) => warnings.push(one)),
  );
  await server.shutdown();
  // The end of a run is one message: what is refused of it is not followed by its status.
  deepStrictEqual(calls.filter(([path]) => path === "runs/log-batch").length, 2);
  strictEqual(warnings.length, 2);
  match(warnings[0]!, /^the tracker \S+ does not take all: it answered 400: /);
  match(warnings[1]!, /^the tracker \S+ has not got 2 messages of this run$/);
});

Deno.test("MLflow's answers of the moment are tried again", async () => {
  let busy = 1;
  const { calls, server, url } = serveMlflow((path) =>
    path === "runs/create" && busy-- > 0 ? 503 : undefined
  );
  const warnings: string[] = [];
  await tell(
    new TrackerLink(new MlflowTracker(url), () => manifest, () => [], (one) => warnings.push(one)),
  );
  await server.shutdown();
  deepStrictEqual(calls.filter(([path]) => path === "runs/create").length, 2);
  strictEqual(calls.at(-1)![1].status, "FINISHED");
  match(
    warnings.join("\n"),
    /^the tracker \S+ does not answer.*503.*\nthe tracker \S+ answers again$/,
  );
});

Deno.test("What is no address of a server is refused", () => {
  for (const url of ["mlruns", "s3://bucket", "http://"]) {
    throws(() => new MlflowTracker(url), /Cannot use the tracker ".*": write the address/);
  }
});

Deno.test("A password in the address of a server is refused and not repeated", () => {
  throws(() => new MlflowTracker("https://me:secret@host.example"), (error: Error) => {
    match(error.message, /at "host.example".*MLFLOW_TRACKING_PASSWORD/s);
    return !error.message.includes("secret");
  });
});
