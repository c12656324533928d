/** Tokens before an answer and after it, and what stands where nothing does. */
export interface PromptLayoutOptions {
  /** Token ids of each row's prompt. */
  readonly prompts: readonly (readonly number[])[];
  /** Positions before the answers. */
  readonly promptPositions: number;
  /** Positions of the answers. */
  readonly generated: number;
  /** Token that fills up shorter prompts on the left; nothing sees it. */
  readonly padId: number;
  /** Token that stands for what is to be drawn. */
  readonly maskId: number;
}

/** Rows that a sampler goes on from. */
export interface PromptLayout {
  /** `[rows, promptPositions + generated]` tokens, then masks. */
  readonly prompt: Int32Array;
  /** `[rows, promptPositions + generated]`: 0 at what fills up a prompt, 1 at all else. */
  readonly seen: Int32Array;
}

/**
 * Lays prompts out so that all end at the same position. That and the length are fixed, whatever rows
 * stand together, so that each row is drawn as it would be alone.
 */
export function layOutPrompts(
  { prompts, promptPositions, generated, padId, maskId }: PromptLayoutOptions,
): PromptLayout {
  const length = promptPositions + generated;
  const prompt = new Int32Array(prompts.length * length).fill(maskId);
  const seen = new Int32Array(prompts.length * length).fill(1);
  prompts.forEach((ids, row) => {
    const start = row * length, filled = promptPositions - ids.length;
    prompt.fill(padId, start, start + filled);
    seen.fill(0, start, start + filled);
    prompt.set(ids, start + filled);
  });
  return { prompt, seen };
}
