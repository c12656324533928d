import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { type HeldOutBound, readBound, writeBound } from "./bound.ts";

const BOUND: HeldOutBound = {
  ...{ perSequence: { mean: 20, se: null }, perPosition: 0.8, perToken: 1, perplexity: 2.7 },
  ...{ sequences: 1, parameters: 1000, length: 25, properties: [], training: { objective: "ar" } },
};

Deno.test("readBound() reads what writeBound() wrote, and names a field that is missing", async () => {
  const path = await Deno.makeTempFile();
  try {
    await writeBound(path, BOUND);
    assertEquals(await readBound(path), BOUND);
    await Deno.writeTextFile(path, JSON.stringify({ ...BOUND, perSequence: { mean: 1 } }));
    await rejects(readBound(path), /Cannot read bound .*field "perSequence\.se"/);
  } finally {
    await Deno.remove(path);
  }
});
