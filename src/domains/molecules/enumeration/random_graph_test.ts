import { deepStrictEqual as assertEquals, notDeepStrictEqual, ok } from "node:assert/strict";
import { foldIn, randomKey, RandomStream } from "../../../random/mod.ts";
import { cycleCount } from "../rdkit/molecular_graph.ts";
import { randomGraph } from "./random_graph.ts";

const VALENCE = { C: 4, N: 3, O: 2, F: 1 };
const draw = (i: number) => randomGraph(new RandomStream(foldIn(randomKey(7), i)));
const graphs = Array.from({ length: 2000 }, (_, i) => draw(i));

Deno.test("randomGraph() draws the same graph from the same stream, and others from others", () => {
  assertEquals(draw(3), graphs[3]);
  notDeepStrictEqual(graphs[3], graphs[4]);
});

Deno.test("randomGraph() keeps every valence and ties atoms once", () => {
  for (const { elements, bonds } of graphs) {
    const used = elements.map(() => 0);
    for (const { a, b, order } of bonds) {
      used[a]! += order;
      used[b]! += order;
    }
    for (const [atom, element] of elements.entries()) ok(used[atom]! <= VALENCE[element]);
    const pairs = bonds.map(({ a, b }) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    assertEquals(new Set(pairs).size, pairs.length);
  }
});

Deno.test("randomGraph() draws connected graphs of six to nine atoms", () => {
  for (const { elements, bonds } of graphs) {
    ok(elements.length >= 6 && elements.length <= 9);
    const cycles = cycleCount(elements.length, bonds.map(({ a, b }) => ({ atoms: [a, b] })));
    // Bonds − atoms + parts.
    assertEquals(cycles - bonds.length + elements.length, 1);
  }
});

Deno.test("randomGraph() draws no double bonds side by side", () => {
  for (const { elements, bonds } of graphs) {
    const raised = bonds.filter(({ order }) => order > 1);
    const ends = raised.flatMap(({ a, b }) => [a, b]);
    assertEquals(new Set(ends).size, ends.length, JSON.stringify({ elements, bonds }));
  }
});
