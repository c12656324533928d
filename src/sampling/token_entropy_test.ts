import { strictEqual } from "node:assert/strict";
import { tokenEntropy } from "./token_entropy.ts";

Deno.test("tokenEntropy() is 0 for one token and the logarithm of the length where all differ", () => {
  strictEqual(tokenEntropy([7, 7, 7]), 0);
  strictEqual(tokenEntropy([]), 0);
  strictEqual(tokenEntropy([1, 2, 3, 4]).toFixed(12), Math.log(4).toFixed(12));
  strictEqual(tokenEntropy([1, 1, 2, 3]).toFixed(12), (1.5 * Math.log(2)).toFixed(12));
});
