import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { refusedRows } from "./refused_rows.ts";

Deno.test("refusedRows() names rows in their order, the first ten of many", () => {
  const rows = refusedRows();
  assertEquals(rows.lines(String), []);
  for (let i = 12; i >= 1; i--) rows.add(i, `reason ${i}`);
  const lines = rows.lines((i) => `Row ${i}`);
  assertEquals(lines.slice(0, 2), [
    "Row 1 counts as invalid: reason 1",
    "Row 2 counts as invalid: reason 2",
  ]);
  assertEquals([lines.length, lines.at(-1)], [11, "2 more count as invalid for such a reason"]);
});
