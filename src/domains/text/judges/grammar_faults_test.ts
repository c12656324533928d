import { ok, strictEqual } from "node:assert/strict";
import { grammarChecker } from "./grammar_faults.ts";

Deno.test("grammarChecker() finds nothing in a sentence that is right, and faults in noise", async () => {
  const { count } = await grammarChecker();
  strictEqual(await count("The Congress of the United States has passed the bill."), 0);
  ok(await count("The Congriss of of the Unitad Sttes hev passd thh bll.") >= 4);
});
