import { strictEqual } from "node:assert/strict";
import { parseArrayLimit } from "./array_limit.ts";

Deno.test("The largest array is read from what Slurm says of its configuration", () => {
  const text = (limit: string) =>
    `LogTimeFormat           = iso8601_ms
MaxArraySize            = ${limit}
MaxBatchRequeue         = 5
`;
  strictEqual(parseArrayLimit(text("40")), 40);
  strictEqual(parseArrayLimit(text("0")), 0);
  strictEqual(parseArrayLimit("MaxJobCount             = 10000\n"), 1001);
});
