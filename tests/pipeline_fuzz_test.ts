import { deepStrictEqual, ok } from "node:assert/strict";
import { foldIn, randomKey } from "../src/random/mod.ts";
import { fuzzPipelineFiles } from "./pipeline_fuzz.ts";

Deno.test("A pipeline file changed at random is loaded, or refused in a user's words", async () => {
  const { loaded, refused, uncaught } = await fuzzPipelineFiles(foldIn(randomKey(1), "fuzz"), 300);
  deepStrictEqual(uncaught, []);
  ok(loaded > 10 && refused > 100, `${loaded} loaded, ${refused} refused`);
});
