import type { AnswerOrigin, Completions } from "../../artifacts/completions.ts";

/** What completions say of how they came to be, and the share of answers without any text. */
export function originOf(
  { completions, nfe, evaluations, unfinished, empty, model, data }: Completions,
): AnswerOrigin & { readonly empty: number } {
  const answers = completions.flatMap(({ answers }) => answers);
  const origin = { nfe, evaluations, unfinished, model, data };
  return {
    ...Object.fromEntries(Object.entries(origin).filter(([, value]) => value !== undefined)),
    empty: empty ?? answers.filter((answer) => answer.trim() === "").length / answers.length,
  };
}

/** How many problems completions were to answer, if their settings say so. */
export function countOf({ settings: { count } }: Completions): number | undefined {
  return typeof count === "number" ? count : undefined;
}
