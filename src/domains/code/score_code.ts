import type { CodeMetrics } from "../../artifacts/answer_metrics.ts";
import type { Completion } from "../../artifacts/completions.ts";
import {
  passAtK,
  type ProgramResult,
  type PythonProgram,
  type Verdict,
  VERDICTS,
} from "../sandbox/mod.ts";
import { humanEvalSolution, mbppSolution } from "./code_completion.ts";
import {
  type CodeProblem,
  mbppTestSplit,
  parseHumanEval,
  parseMbpp,
  parseSanitizedMbpp,
} from "./code_problems.ts";

/** Name of a data set of programming problems; its descriptor lies in `data/`. */
export type CodeDataset = "mbpp" | "mbpp-sanitized" | "humaneval";

const PARSERS = {
  "mbpp": parseMbpp,
  "mbpp-sanitized": parseSanitizedMbpp,
  "humaneval": parseHumanEval,
} satisfies Record<CodeDataset, (text: string) => CodeProblem[]>;

/** The problems of a data set's split. */
export function readCodeProblems(
  text: string,
  { dataset, split }: { readonly dataset: CodeDataset; readonly split: "test" | "all" },
): CodeProblem[] {
  const problems = PARSERS[dataset](text);
  return split === "all" || dataset === "humaneval" ? problems : mbppTestSplit(problems);
}

/** Options of {@linkcode scorePrograms}. */
export interface ScoreOptions {
  readonly dataset: CodeDataset;
  /** pass@k is estimated for each of them. */
  readonly k: readonly number[];
  /** Whether problems without completions are left out. @default {false} */
  readonly partial?: boolean;
  /** Runs one program to its verdict. */
  readonly run: (program: PythonProgram) => Promise<ProgramResult>;
  /** Called after each program. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What {@linkcode scorePrograms} finds. */
export type CodeScores = Pick<CodeMetrics, "passAt" | "verdicts" | "problems">;

function checkCompletions(
  problems: readonly CodeProblem[],
  completions: readonly Completion[],
  { dataset, k, partial }: ScoreOptions,
): void {
  const ids = new Set(problems.map(({ id }) => id));
  const seen = new Set<string>();
  const most = Math.max(...k);
  for (const { id, answers } of completions) {
    if (!ids.has(id)) throw new TypeError(`Cannot score "${id}": ${dataset} has no such problem`);
    if (seen.has(id)) throw new TypeError(`Cannot score "${id}": its completions stand twice`);
    seen.add(id);
    if (answers.length < most) {
      throw new RangeError(
        `Cannot estimate pass@${most}: "${id}" has ${answers.length} completions; sample more of ` +
          `them or ask for a smaller k`,
      );
    }
  }
  if (!partial && seen.size < ids.size) {
    throw new RangeError(
      `Cannot score ${dataset}: ${ids.size - seen.size} of ${ids.size} problems have no ` +
        `completions; set "partial: true" to score the rest`,
    );
  }
}

/**
 * Runs every completion and estimates pass@k.
 *
 * @throws {TypeError} If a completion belongs to no problem.
 * @throws {RangeError} If completions are missing.
 */
export async function scorePrograms(
  problems: readonly CodeProblem[],
  completions: readonly Completion[],
  options: ScoreOptions,
): Promise<CodeScores> {
  checkCompletions(problems, completions, options);
  const { dataset, k, run, onProgress } = options;
  const answersOf = new Map(completions.map(({ id, answers }) => [id, answers]));
  const total = completions.reduce((sum, { answers }) => sum + answers.length, 0);
  const verdicts = Object.fromEntries(VERDICTS.map((v) => [v, 0])) as Record<Verdict, number>;
  let done = 0;

  const scoreAnswer = async (problem: CodeProblem, answer: string) => {
    const source = dataset === "humaneval"
      ? humanEvalSolution(problem, answer)
      : mbppSolution(answer, problem);
    const { verdict, detail } = await run({ source, tests: problem.tests });
    verdicts[verdict]++;
    onProgress?.(++done, total);
    return { verdict, detail };
  };
  const scores = await Promise.all(
    problems.filter(({ id }) => answersOf.has(id)).map(
      async (problem): Promise<CodeScores["problems"][number]> => {
        const answers = answersOf.get(problem.id)!;
        const programs = await Promise.all(answers.map((answer) => scoreAnswer(problem, answer)));
        const passed = programs.filter(({ verdict }) => verdict === "passed").length;
        return { id: problem.id, passed, programs };
      },
    ),
  );
  const mean = (k: number) =>
    scores.reduce((sum, { passed, programs }) => sum + passAtK(programs.length, passed, k), 0) /
    scores.length;
  return {
    passAt: Object.fromEntries(k.map((k) => [k, mean(k)])),
    verdicts,
    problems: scores,
  };
}
