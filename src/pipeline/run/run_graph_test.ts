import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Instance } from "../graph/instance.ts";
import { RunGraph } from "./run_graph.ts";
import type { Manifest } from "../store/manifest.ts";

const MANIFEST = {} as Manifest;

/** `a` and `b` stand first, `c` needs both, `d` needs `c`, `e` needs `b`. */
function graphOf() {
  const made = new Map<string, Instance>();
  for (const [name, needs] of Object.entries({ a: "", b: "", c: "ab", d: "c", e: "b" })) {
    const after = [...needs].map((needed) => made.get(needed)!);
    made.set(name, { name, after } as unknown as Instance);
  }
  const graph = new RunGraph([...made.values()], new Set());
  const state = (name: string) => graph.stateOf(made.get(name)!);
  const ready = () => graph.takeReady().map(({ instance }) => instance.name);
  return { graph, state, ready };
}

Deno.test("An instance is ready once all that it needs has finished, and only once", () => {
  const { graph, state, ready } = graphOf();
  deepStrictEqual(ready(), ["a", "b"]);
  graph.finish(state("a"), MANIFEST, true);
  deepStrictEqual(ready(), []);
  graph.finish(state("b"), MANIFEST, false);
  deepStrictEqual(ready(), ["c", "e"]);
  strictEqual(graph.hasReady, false);
});

Deno.test("The height of an instance is the length of the longest way from it to an end", () => {
  const { state } = graphOf();
  deepStrictEqual(["a", "b", "c", "d", "e"].map((name) => state(name).height), [2, 2, 1, 0, 0]);
});

Deno.test("A failure skips all that hangs on it and nothing else", () => {
  const { graph, state, ready } = graphOf();
  ready();
  deepStrictEqual(graph.fail(state("a")).map(({ instance }) => instance.name), ["c", "d"]);
  graph.finish(state("b"), MANIFEST, false);
  deepStrictEqual(ready(), ["e"]);
  deepStrictEqual(graph.counts(), { cached: 0, ran: 1, failed: 1, skipped: 2, stopped: 1 });
});

Deno.test("What is run again holds back what needs it and has not started", () => {
  const { graph, state, ready } = graphOf();
  ready();
  graph.finish(state("a"), MANIFEST, true);
  graph.finish(state("b"), MANIFEST, true);
  graph.redo(state("a"));
  deepStrictEqual(ready(), ["e", "a"]);
  graph.finish(state("a"), MANIFEST, false);
  deepStrictEqual(ready(), ["c"]);
});
