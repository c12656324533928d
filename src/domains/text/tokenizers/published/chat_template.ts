import { Template } from "@huggingface/jinja";

/** What one side of a conversation says. */
export interface ChatMessage {
  /** Who says it, such as `user` or `system`. */
  readonly role: string;
  /** What. */
  readonly content: string;
}

/** Writes a conversation as the text that a network was trained on, up to where it answers. */
export type ChatTemplate = (messages: readonly ChatMessage[]) => string;

/**
 * Reads a chat template as `transformers` has it.
 *
 * @param text In Jinja.
 * @param tokens Special tokens by the names that templates use, such as `bos_token`.
 * @throws {Error} If the text is no template; the template that is returned, if it refuses messages.
 */
export function chatTemplate(
  text: string,
  tokens: Readonly<Record<string, string>> = {},
): ChatTemplate {
  let template: Template;
  try {
    template = new Template(text);
  } catch (cause) {
    throw new Error(`Cannot read the chat template: ${(cause as Error).message}`, { cause });
  }
  return (messages) => {
    try {
      return template.render({ ...tokens, messages, add_generation_prompt: true });
    } catch (cause) {
      const roles = messages.map(({ role }) => role).join(", ");
      throw new Error(
        `Cannot write messages of ${roles} by the chat template: ${(cause as Error).message}`,
        { cause },
      );
    }
  };
}
