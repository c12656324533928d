import { strictEqual } from "node:assert/strict";
import { beforeNext } from "./before_next.ts";
import { gsm8kAnswer } from "./gsm8k.ts";
import { flexibleAnswer } from "./gsm8k_flexible.ts";
import { lastBoxed, mathAnswer } from "./math_answer.ts";
import { normalizeMinerva } from "./minerva.ts";

Deno.test("A text ends before the first line that begins with a heading, blank lines included", () => {
  const cut = (text: string) => beforeNext(text, /Q:|Problem:/g);
  strictEqual(cut("It is 3.\n \n\n  Q: And now?\nQ: More"), "It is 3.");
  strictEqual(cut("It is 3. Q: no line\nProblem: this"), "It is 3. Q: no line");
  strictEqual(cut("\nQ: at once"), "");
  strictEqual(cut("nothing follows\n"), "nothing follows\n");
});

// Most of these took minutes while a pattern looked at every beginning anew.
const LONG = 300_000;

for (const unit of ["\n", "\n ", "\t", "a", "$", "\\text{", "\\boxed{", "\\boxed{1}", "Problem"]) {
  Deno.test(`An answer that goes on for long with ${JSON.stringify(unit)} is read all the same`, () => {
    const text = unit.repeat(LONG / unit.length);
    strictEqual(gsm8kAnswer(`#### 7\n${text}`), 7);
    strictEqual(flexibleAnswer(`${text} 7`), "7");
    strictEqual(mathAnswer(`${text}\\boxed{7}`)?.endsWith("7"), true);
    strictEqual(lastBoxed(`${text}\\boxed{7}`)?.endsWith("7"), true);
    strictEqual(normalizeMinerva(`${text}=7`), "7");
    strictEqual(typeof normalizeMinerva(text), "string");
  });
}
