import { type Problem, wholePrompt } from "../artifacts/problems.ts";

/** How prompts are written. */
export interface PromptFormat {
  /**
   * What a prompt is written as: `{prompt}` stands for the problem's, `{system}` for what is said
   * before it. Without `{system}` the latter stands before the prompt as in training.
   */
  readonly template: string;
  /** What is said before the prompts of problems that say nothing themselves. */
  readonly system?: string;
}

/**
 * The text of a problem's prompt.
 *
 * @throws {RangeError} If the template has no place for the prompt.
 */
export function writePrompt(
  { prompt, system: own }: Pick<Problem, "prompt" | "system">,
  { template, system: usual }: PromptFormat,
): string {
  if (!template.includes("{prompt}")) {
    throw new RangeError(
      `Cannot write prompts as ${JSON.stringify(template)}: it has no {prompt}`,
    );
  }
  const system = own ?? usual, isPlaced = template.includes("{system}");
  const values: Record<string, string> = {
    prompt: isPlaced ? prompt : wholePrompt({ prompt, system }),
    system: system ?? "",
  };
  return template.replaceAll(/\{(prompt|system)\}/g, (_, name) => values[name]!);
}
