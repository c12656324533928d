import type { Problem } from "../../artifacts/problems.ts";
import { type PromptFormat, promptText } from "../../domains/text/prompt_text.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";

/** How prompts are written. */
export interface PromptStyle {
  /**
   * What a prompt is written as: `{prompt}` stands for the problem's, `{system}` for what is said
   * before it. Without `{system}` the latter stands before the prompt as in training.
   */
  readonly template: string;
  /** What is said before the prompts of problems that say nothing themselves. */
  readonly system?: string;
  /** Whether it becomes a chat. */
  readonly format: PromptFormat;
  /** Of a chat, what stands before the prompt in the same message. @default {""} */
  readonly examples?: string;
}

/**
 * The text of a problem's prompt.
 *
 * @throws {RangeError} If the template has no place for the prompt, or it is to be a chat and the
 *   tokenizer has no template for that.
 */
export function writePrompt(
  { prompt, system: own }: Pick<Problem, "prompt" | "system">,
  { template, system: usual, format, examples = "" }: PromptStyle,
  tokenizer: Pick<TextTokenizer, "chat">,
): string {
  if (!template.includes("{prompt}")) {
    throw new RangeError(
      `Cannot write prompts as ${JSON.stringify(template)}: it has no {prompt}`,
    );
  }
  const system = own ?? usual, isPlaced = template.includes("{system}");
  const fill = (prompt: string) => {
    const values: Record<string, string> = { prompt, system: system ?? "" };
    return template.replaceAll(/\{(prompt|system)\}/g, (_, name) => values[name]!);
  };
  if (format === "chat") {
    const apart = isPlaced ? undefined : system;
    return promptText(tokenizer, { prompt: examples + fill(prompt), system: apart }, format);
  }
  return fill(promptText(tokenizer, { prompt, system: isPlaced ? undefined : system }, format));
}
