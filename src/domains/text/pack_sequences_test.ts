import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { packSequences } from "./pack_sequences.ts";

Deno.test("packSequences() begins and ends each sequence and leaves out what fills none", () => {
  const tokens = Array.from({ length: 10 }, () => "a");
  const packed = packSequences([1, 2, 3, 4, 5], 4, { tokens, bosId: 8, eosId: 9 });
  assertEquals([...packed], [8, 1, 2, 9, 8, 3, 4, 9]);
});

Deno.test("packSequences() has room for ids beyond 16 bits", () => {
  const tokens = Array.from({ length: 70_000 }, () => "a"), bosId = 69_998, eosId = 69_999;
  assertEquals([...packSequences([66_000], 3, { tokens, bosId, eosId })], [bosId, 66_000, eosId]);
});
