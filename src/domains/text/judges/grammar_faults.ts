import type { LocalLinter } from "harper.js";

/** Counts what a checker of English grammar and spelling finds wrong. */
export interface GrammarChecker {
  /** Faults in a text. */
  count(text: string): Promise<number>;
}

/**
 * The checker Harper, which is loaded when it is first asked for: its program has 18 MB. It knows no
 * context beyond a sentence; a capital that is missing where a text begins in the middle counts.
 */
export async function grammarChecker(): Promise<GrammarChecker> {
  const { LocalLinter } = await import("harper.js");
  const { binaryInlined: binary } = await import("harper.js/binaryInlined");
  const linter: LocalLinter = new LocalLinter({ binary });
  await linter.setup();
  return { count: async (text) => (await linter.lint(text)).length };
}
