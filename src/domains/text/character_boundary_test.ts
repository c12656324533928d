import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { characterBoundary } from "./character_boundary.ts";

Deno.test("characterBoundary() cuts no character of two units in halves", () => {
  const text = "a😀b😀";
  assertEquals(
    Array.from({ length: text.length + 2 }, (_, index) => characterBoundary(text, index)),
    [0, 1, 1, 3, 4, 4, 6, 7],
  );
  // A half that stands alone in the text itself is left as it is.
  assertEquals(characterBoundary("a\ud83db", 2), 2);
});
