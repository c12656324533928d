import { strictEqual } from "node:assert/strict";
import { studentQuantile } from "./student.ts";

Deno.test("an interval over few repetitions reaches further than the normal one", () => {
  strictEqual(studentQuantile(0), 1.96);
  strictEqual(studentQuantile(1), 12.706);
  strictEqual(studentQuantile(8), 2.306);
  strictEqual(studentQuantile(1000), 2.228);
});
