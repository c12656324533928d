import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { followAnswer } from "./followed_answer.ts";

Deno.test("an answer that is followed tells what is masked, and what was corrected at any time", () => {
  const answer = followAnswer({
    ...{ tokens: Int32Array.of(9, 9, 9), maskId: 9 },
    decode: (ids) => ids.map((id) => `<${id}>`).join(""),
  });
  answer.follow(Int32Array.of(9, 4, 9));
  assertEquals(answer.pieces.map(({ state }) => state), ["masked", "written", "masked"]);
  assertEquals(answer.corrected, 0);
  answer.follow(Int32Array.of(1, 5, 9));
  answer.follow(Int32Array.of(1, 5, 2));
  assertEquals(answer.pieces, [
    { text: "<1>", state: "written" },
    { text: "<5>", state: "corrected" },
    { text: "<2>", state: "written" },
  ]);
  assertEquals(answer.corrected, 1);
});
