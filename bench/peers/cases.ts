/** Networks and batches whose steps are timed. */
export const CASES = [
  { batch: 128, length: 24, vocab: 34, hidden: 128, blocks: 4, heads: 4 },
  { batch: 128, length: 32, vocab: 34, hidden: 128, blocks: 4, heads: 4 },
  { batch: 64, length: 32, vocab: 34, hidden: 256, blocks: 6, heads: 8 },
  { batch: 32, length: 32, vocab: 34, hidden: 768, blocks: 12, heads: 12 },
  { batch: 16, length: 64, vocab: 50_261, hidden: 128, blocks: 4, heads: 4 },
] as const;

/** What is timed of each. */
export const OBJECTIVES = ["forward", "mdm", "proseco"] as const;

const NAMES = ["hidden", "length", "vocab"] as const;

/** Options of a command that keep to some of the cases. */
export const CASE_OPTIONS = {
  hidden: { type: "string" },
  length: { type: "string" },
  vocab: { type: "string" },
  objective: { type: "string" },
} as const;

/** The cases that a command's options keep. */
export function keptCases(values: { readonly [name in keyof typeof CASE_OPTIONS]?: string }) {
  const isKept = (sizes: typeof CASES[number]) =>
    NAMES.every((name) => values[name] === undefined || sizes[name] === Number(values[name]));
  return CASES.filter(isKept).flatMap((sizes) =>
    OBJECTIVES.filter((objective) => [undefined, objective].includes(values.objective as undefined))
      .map((objective) => ({ ...sizes, objective }))
  );
}
