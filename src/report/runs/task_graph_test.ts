import assert from "node:assert/strict";
import type { RecordedInstance, RunRecord } from "../../pipeline/runs/run_record.ts";
import { drawTaskGraph, formatSeconds, taskGraph } from "./task_graph.ts";

function instance(task: string, output: string, cached: boolean): RecordedInstance {
  return {
    ...{ task, key: `key-${output}`, cached, seconds: 30, outputs: { out: output } },
    ...{ coordinates: {}, params: {}, facts: {} },
  };
}

const RECORD: RunRecord = {
  run: "2026-11-24_03-00-00-abcd",
  pipeline: "qm9-guided",
  status: "done",
  params: {},
  finishedAt: "2026-11-24T03:00:00.000Z",
  deno: "2.9.6",
  settings: [],
  digest: "d0",
  outputs: {},
  instances: {
    dataset: instance("dataset", "d", true),
    train: instance("train", "m", true),
    "samples[seed=1]": instance("samples", "s1", true),
    "samples[seed=2]": instance("samples", "s2", false),
    "samples[seed=3]": instance("samples", "s3", false),
    report: instance("report", "r", false),
  },
};
const INPUTS = new Map([
  ["train", ["d"]],
  ["samples[seed=1]", ["m"]],
  ["samples[seed=2]", ["m"]],
  ["samples[seed=3]", ["m", "unknown"]],
  ["report", ["s1", "s2", "s3", "d"]],
]);

Deno.test("taskGraph joins tasks by the content that they wrote and read", () => {
  const { nodes, edges } = taskGraph(RECORD, INPUTS);
  assert.deepEqual(nodes.map(({ task, layer }) => [task, layer]), [
    ["dataset", 0],
    ["train", 1],
    ["samples", 2],
    ["report", 3],
  ]);
  assert.deepEqual(edges, [
    ["dataset", "train"],
    ["train", "samples"],
    ["samples", "report"],
    ["dataset", "report"],
  ]);
});

Deno.test("taskGraph counts cache hits and the time of what ran alone", () => {
  const samples = taskGraph(RECORD, INPUTS).nodes.find(({ task }) => task === "samples");
  assert.deepEqual(samples, { task: "samples", instances: 3, cached: 1, seconds: 60, layer: 2 });
});

Deno.test("taskGraph gives tasks without known inputs a place of their own", () => {
  const { nodes, edges } = taskGraph(RECORD, new Map());
  assert.deepEqual(edges, []);
  assert.ok(nodes.every(({ layer }) => layer === 0));
});

Deno.test("taskGraph puts a rung of a search after the one from which it was chosen", () => {
  const record = {
    ...RECORD,
    instances: {
      "rung-1[trial=0]": instance("rung-1", "x", false),
      "rung-2[slot=0]": { ...instance("rung-2", "y", false), chosenFrom: "rung-1" },
    },
  };
  assert.deepEqual(taskGraph(record, new Map()).edges, [["rung-1", "rung-2"]]);
});

Deno.test("taskGraph survives tasks that write the same bytes that they read", () => {
  const record = {
    ...RECORD,
    instances: { a: instance("a", "x", false), b: instance("b", "y", false) },
  };
  const { nodes } = taskGraph(record, new Map([["a", ["y"]], ["b", ["x"]]]));
  assert.equal(nodes.length, 2);
});

Deno.test("drawTaskGraph says what each task cost and leaves out what other edges imply", () => {
  const svg = drawTaskGraph(taskGraph(RECORD, INPUTS));
  assert.equal(svg.match(/class="task"/g)?.length, 4);
  assert.equal(svg.match(/<path /g)?.length, 3);
  assert.match(svg, />2 in 1 min 0 s, 1 from cache</);
  assert.match(svg, />from cache</);
});

Deno.test("formatSeconds takes the unit that fits", () => {
  assert.deepEqual([0.25, 12.4, 59.8, 75, 119.7, 7260].map(formatSeconds), [
    "0.3 s",
    "12 s",
    "1 min 0 s",
    "1 min 15 s",
    "2 min 0 s",
    "2 h 1 min",
  ]);
});
