import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { packSequences } from "./pack_sequences.ts";

Deno.test("packSequences() begins and ends each sequence and leaves out what fills none", () => {
  const packed = packSequences([1, 2, 3, 4, 5], 4, { bosId: 8, eosId: 9 });
  assertEquals([...packed], [8, 1, 2, 9, 8, 3, 4, 9]);
});
