import { strictEqual } from "node:assert/strict";
import { passOperations } from "./dit_operations.ts";

Deno.test("passOperations() counts the products of a pass", () => {
  // One block of width 2 on one position: 12 · 4 weights, 2 · 2 of attention, a vocabulary of 3.
  const sizes = { length: 1, vocab: 3, hiddenSize: 2, nBlocks: 1 };
  strictEqual(passOperations(sizes), 2 * (48 + 4 + 6));
  strictEqual(passOperations({ ...sizes, nBlocks: undefined }), undefined);
});
