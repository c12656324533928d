import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { writePrompt } from "./write_prompt.ts";

Deno.test("writePrompt() puts what is said before a prompt where the template says, or as in training", () => {
  const write = (template: string, usual?: string, own?: string) =>
    writePrompt(
      { prompt: "1 + 1 {system} $&", system: own },
      { template, system: usual, format: "plain" },
      {},
    );
  assertEquals(write("Q: {prompt}\nA:"), "Q: 1 + 1 {system} $&\nA:");
  assertEquals(write("{prompt}", "Add."), "Add.\n\n1 + 1 {system} $&");
  assertEquals(write("{prompt}", "Add.", "Own."), "Own.\n\n1 + 1 {system} $&");
  assertEquals(write("<{system}> {prompt}", "Add."), "<Add.> 1 + 1 {system} $&");
  assertEquals(write("<{system}> {prompt}"), "<> 1 + 1 {system} $&");
  throws(() => write("{system}"), /^RangeError: Cannot write prompts as "{system}": .* {prompt}/);
});

Deno.test("writePrompt() puts examples and prompt into one message of a chat, what is said before it apart", () => {
  const chat = (messages: readonly { role: string; content: string }[]) =>
    messages.map(({ role, content }) => `[${role}]${content}`).join("");
  const write = (template: string, system?: string) =>
    writePrompt(
      { prompt: "1 + 1" },
      { template, system, format: "chat", examples: "0 + 0\n0\n\n" },
      { chat },
    );
  assertEquals(write("Q: {prompt}"), "[user]0 + 0\n0\n\nQ: 1 + 1");
  assertEquals(write("{prompt}", "Add."), "[system]Add.[user]0 + 0\n0\n\n1 + 1");
  assertEquals(write("{system} {prompt}", "Add."), "[user]0 + 0\n0\n\nAdd. 1 + 1");
  throws(
    () => writePrompt({ prompt: "1" }, { template: "{prompt}", format: "chat" }, {}),
    /^RangeError: Cannot write prompts as a chat: the tokenizer has no chat template/,
  );
});
