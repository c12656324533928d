import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { writePrompt } from "./write_prompt.ts";

Deno.test("writePrompt() puts what is said before a prompt where the template says, or as in training", () => {
  const write = (template: string, usual?: string, own?: string) =>
    writePrompt({ prompt: "1 + 1 {system} $&", system: own }, { template, system: usual });
  assertEquals(write("Q: {prompt}\nA:"), "Q: 1 + 1 {system} $&\nA:");
  assertEquals(write("{prompt}", "Add."), "Add.\n\n1 + 1 {system} $&");
  assertEquals(write("{prompt}", "Add.", "Own."), "Own.\n\n1 + 1 {system} $&");
  assertEquals(write("<{system}> {prompt}", "Add."), "<Add.> 1 + 1 {system} $&");
  assertEquals(write("<{system}> {prompt}"), "<> 1 + 1 {system} $&");
  throws(() => write("{system}"), /^RangeError: Cannot write prompts as "{system}": .* {prompt}/);
});
