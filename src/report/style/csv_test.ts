import { strictEqual } from "node:assert/strict";
import { csvText } from "./csv.ts";

Deno.test("fields with commas, quotes and new lines are quoted, and what is missing is empty", () => {
  strictEqual(
    csvText([["a", 1.5, null], ['say "b", c', "d\n", ""]]),
    'a,1.5,\r\n"say ""b"", c","d\n",\r\n',
  );
});
