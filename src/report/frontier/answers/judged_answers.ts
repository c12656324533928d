import type { AnswerMetrics } from "../../../artifacts/answer_metrics.ts";
import type { Completions } from "../../../artifacts/completions.ts";
import { canonicalJson } from "../../../support/json.ts";

/** An answer and what was said of it. */
export interface JudgedAnswer {
  /** Id of its problem. */
  readonly id: string;
  /** What the network wrote. */
  readonly answer: string;
  /** Whether it is right. */
  readonly isRight: boolean;
  /** What became of it, such as `failed` or `wrong`. */
  readonly verdict: string;
  /** What the sandbox said, or what was read out of the answer. */
  readonly detail: string;
}

/** What metrics take from completions as it is. */
const COMMON = ["model", "evaluations", "empty", "unfinished"] as const;

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  return canonicalJson((a ?? null) as never) === canonicalJson((b ?? null) as never);
}

/**
 * The completions that metrics are of: all their settings, their network and what they cost are the
 * metrics' too.
 */
export function completionsOf(
  { settings, ...metrics }: AnswerMetrics,
  all: readonly Completions[],
): Completions | undefined {
  return all.find((one) =>
    COMMON.every((name) => one[name] === undefined || same(one[name], metrics[name])) &&
    Object.entries(one.settings).every(([name, value]) => same(settings[name], value))
  );
}

function judgements(metrics: AnswerMetrics): Map<string, Omit<JudgedAnswer, "id" | "answer">[]> {
  if ("passAt" in metrics) {
    return new Map(metrics.problems.map(({ id, programs }) => [
      id,
      programs.map(({ verdict, detail }) => ({ isRight: verdict === "passed", verdict, detail })),
    ]));
  }
  return new Map(metrics.problems.map(({ id, expected, given, correct }) => [
    id,
    given.map((value, i) => ({
      isRight: correct[i]!,
      verdict: correct[i] ? "correct" : value === null ? "no answer" : "wrong",
      detail: value === null
        ? `nothing read, ${expected} expected`
        : `${value} read, ${expected} expected`,
    })),
  ]));
}

/** All answers of a file with what was said of them, in its order: those of a problem in a row. */
export function judgedAnswers(completions: Completions, metrics: AnswerMetrics): JudgedAnswer[] {
  const said = judgements(metrics);
  return completions.completions.flatMap(({ id, answers }) =>
    answers.map((answer, i) => ({
      ...{ id, answer, isRight: false, verdict: "not judged", detail: "" },
      ...said.get(id)?.[i],
    }))
  );
}
