import { deepStrictEqual } from "node:assert/strict";
import { departures } from "./departures.ts";

Deno.test("tokens that a right answer lacks depart from it, those around them do not", () => {
  const tokens = ["14", " +", " 3", " =", " 18", " ;", " ####", " 18"];
  deepStrictEqual(
    departures(tokens, "14 + 3 = 17 ; #### 17").flatMap((departs, i) => departs ? [i] : []),
    [4, 7],
  );
});

Deno.test("white space and what is missing mark no token", () => {
  deepStrictEqual(departures(["def", "\n    ", "x"], "def y x"), [false, false, false]);
  deepStrictEqual(departures(["x"], ""), [true]);
  deepStrictEqual(departures([], "x"), []);
});
