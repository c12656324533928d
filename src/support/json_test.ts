import { deepStrictEqual } from "node:assert/strict";
import { scalarsIn } from "./json.ts";

Deno.test("single values are found by their paths, and lists are left out", () => {
  const found = scalarsIn({ a: 1, b: { c: "x", d: [1, 2], e: { f: null } }, g: true });
  deepStrictEqual([...found], [["a", 1], ["b.c", "x"], ["b.e.f", null], ["g", true]]);
  deepStrictEqual([...scalarsIn(3, "count")], [["count", 3]]);
  deepStrictEqual([...scalarsIn([3])], []);
  deepStrictEqual([...scalarsIn(undefined)], []);
});
