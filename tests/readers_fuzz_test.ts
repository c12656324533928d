import { deepStrictEqual, ok } from "node:assert/strict";
import { foldIn, randomKey } from "../src/random/mod.ts";
import { FUZZ_TARGETS, fuzzReader } from "./readers_fuzz.ts";

for (const target of FUZZ_TARGETS) {
  Deno.test(`What was changed at random is believed or refused, whoever wrote it: ${target.name}`, () => {
    const key = foldIn(randomKey(1), "fuzz", target.name);
    const { accepted, refused, uncaught } = fuzzReader(target, key, 2000);
    deepStrictEqual(uncaught, []);
    ok(accepted > 10 && refused > 100, `${accepted} believed, ${refused} refused`);
  });
}
