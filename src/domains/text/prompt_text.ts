import type { Problem } from "../../artifacts/problems.ts";
import { wholePrompt } from "../../artifacts/prompts/whole_prompt.ts";
import type { TextTokenizer } from "./tokenizers/text_tokenizer.ts";

/** How prompts are written: as they stand, or by the chat template that goes with the tokenizer. */
export const PROMPT_FORMATS = ["plain", "chat"] as const;

/** One of {@linkcode PROMPT_FORMATS}. */
export type PromptFormat = typeof PROMPT_FORMATS[number];

/** How the prompts of a data set are written, as its source says. */
export function formatOf(
  { format }: Readonly<Record<string, unknown>>,
): PromptFormat {
  return format === "chat" ? format : "plain";
}

/**
 * The text of a prompt as a network reads it, up to where it answers. In a chat the whole prompt,
 * examples in it included, is one message of the user.
 *
 * @throws {RangeError} If it is to be a chat, and the tokenizer has no template.
 */
export function promptText(
  { chat }: Pick<TextTokenizer, "chat">,
  { prompt, system }: Pick<Problem, "prompt" | "system">,
  format: PromptFormat,
): string {
  if (format === "plain") return wholePrompt({ prompt, system });
  if (chat === undefined) {
    throw new RangeError(
      "Cannot write prompts as a chat: the tokenizer has no chat template; put chat_template.jinja " +
        "beside its tokenizer.json, or set format to plain",
    );
  }
  const said = system === undefined ? [] : [{ role: "system", content: system }];
  return chat([...said, { role: "user", content: prompt }]);
}
