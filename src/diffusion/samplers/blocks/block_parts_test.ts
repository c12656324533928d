import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type BlockComputes, BlockParts } from "./block_parts.ts";

const LENGTH = 8, MASK = 9;

/** Two rows: two tokens of a prompt, three that are written, three masks. */
const z = () => Int32Array.from({ length: 2 * LENGTH }, (_, i) => i % LENGTH < 5 ? 1 : MASK);

const parts = (computes: BlockComputes) =>
  new BlockParts({ computes, length: LENGTH, promptLength: 2, blockLength: 3 });

Deno.test("a step that computes all asks for no part, one that computes what it reads for the block", () => {
  assertEquals(parts("all").step([0, 1], z(), 8, true), [{ rows: [0, 1] }]);
  assertEquals(parts("all").generated(), undefined);
  const block = { start: 5, count: 3, computes: "seen" };
  assertEquals(parts("read").step([0, 1], z(), 8, false), [{ rows: [0, 1], part: block }]);
  const generated = { start: 2, count: 6, computes: "seen" };
  assertEquals(parts("read").step([0, 1], z(), 8, true), [{ rows: [0, 1], part: generated }]);
  assertEquals(parts("read").generated(), generated);
});

for (const [computes, count] of [["prefix", 6], ["dual", 3]] as const) {
  Deno.test(`the ${computes} cache is filled at a block's beginning and by the corrector, and used between`, () => {
    const one = parts(computes), tokens = z();
    const filled = { start: 2, count: 3, computes: "seenAndKeeps" };
    const used = { start: 2, count, computes: "itself" };
    assertEquals(one.step([0, 1], tokens, 5, false), [{ rows: [0, 1], part: filled }]);
    // Tokens of the block itself may change.
    tokens[3] = 4;
    assertEquals(one.step([0, 1], tokens, 5, false), [{ rows: [0, 1], part: used }]);
    const generated = { start: 2, count: 6, computes: "seenAndKeeps" };
    assertEquals(one.step([1], tokens, 5, true), [{ rows: [1], part: generated }]);
    assertEquals(one.step([0, 1], tokens, 5, false), [{ rows: [0, 1], part: used }]);
    // Another block's are computed anew in the row in which one has changed.
    tokens[LENGTH + 1] = 4;
    assertEquals(one.step([0, 1], tokens, 5, false), [
      { rows: [1], part: filled },
      { rows: [0], part: used },
    ]);
    const next = one.step([0, 1], tokens, 8, false);
    assertEquals(next.map(({ rows }) => rows), [[0, 1]]);
    assertEquals(next[0]!.part, { start: 5, count: 3, computes: "seenAndKeeps" });
  });
}

Deno.test("what lies after the block is computed at every step with the prefix cache, and kept by the dual one", () => {
  for (const [computes, computed] of [["prefix", "itself"], ["dual", "seenAndKeeps"]] as const) {
    const one = parts(computes), tokens = z();
    one.step([0], tokens, 5, false);
    tokens[6] = 4;
    assertEquals(one.step([0], tokens, 5, false).map(({ part }) => part!.computes), [computed]);
  }
});
