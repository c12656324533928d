import type { MathMetrics } from "../../artifacts/answer_metrics.ts";
import { bootstrapInterval, type BootstrapOptions } from "../../statistics/bootstrap.ts";
import { meanOf } from "../../statistics/estimates.ts";

/** What reading answers finds. */
export type AnswerScores = Pick<
  MathMetrics,
  "judge" | "accuracy" | "interval" | "answered" | "problems"
>;

/** What became of the answers to one problem. */
export type ScoredProblem = AnswerScores["problems"][number];

/**
 * The scores of problems, each problem alike however many answers it has.
 *
 * @param judge Name and version of the rule that read them.
 */
export function summarizeScores(
  judge: string,
  problems: readonly ScoredProblem[],
  bootstrap?: BootstrapOptions,
): AnswerScores {
  const given = problems.flatMap((problem) => problem.given);
  const shares = problems.map(({ correct }) => correct.filter(Boolean).length / correct.length);
  return {
    judge,
    accuracy: meanOf(shares),
    interval: bootstrapInterval(shares, bootstrap),
    answered: given.filter((value) => value !== null).length / given.length,
    problems,
  };
}
