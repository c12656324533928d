import { rejects } from "node:assert/strict";
import { runDeno } from "./run_deno.ts";

Deno.test("runDeno() says what it was for, and what Deno said", async () => {
  await runDeno(["eval", "--quiet", "0"], { purpose: "Cannot count" });
  await rejects(
    runDeno(["eval", "--quiet", "--no-such-flag"], { purpose: "Cannot count" }),
    /^Error: Cannot count: .*no-such-flag/s,
  );
  await rejects(
    runDeno(["eval", "--quiet", "Deno.exit(3)"], { purpose: "Cannot count" }),
    /^Error: Cannot count: deno eval failed$/,
  );
});
