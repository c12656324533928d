import type { Problem } from "../problems.ts";

/** A problem's prompt as a network reads it: what a chat says before it, an empty line, the prompt. */
export function wholePrompt({ system, prompt }: Pick<Problem, "system" | "prompt">): string {
  return system === undefined ? prompt : `${system}\n\n${prompt}`;
}
