import { ok, strictEqual } from "node:assert/strict";
import { sequenceIds } from "../domains/text/sequence_text.ts";
import { tokenEntropy } from "./token_entropy.ts";

Deno.test("tokenEntropy() is 0 for one token and the logarithm of the length where all differ", () => {
  strictEqual(tokenEntropy([7, 7, 7]), 0);
  strictEqual(tokenEntropy([]), 0);
  strictEqual(tokenEntropy([1, 2, 3, 4]).toFixed(12), Math.log(4).toFixed(12));
  strictEqual(tokenEntropy([1, 1, 2, 3]).toFixed(12), (1.5 * Math.log(2)).toFixed(12));
});

Deno.test("tokenEntropy() of packed sequences is that of the released code, all positions counted", async () => {
  const file = new URL("../../tests/golden/text/entropy.json", import.meta.url);
  const { sequences, entropy } = JSON.parse(await Deno.readTextFile(file));
  for (const [i, ids] of (sequences as number[][]).entries()) {
    const own = sequenceIds({ bosId: 60, eosId: 60, padId: 60 }, ids);
    ok(Math.abs(tokenEntropy(own) - entropy[i]) < 1e-6, `${tokenEntropy(own)} ${entropy[i]}`);
  }
});
