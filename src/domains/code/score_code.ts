import type { CodeMetrics } from "../../artifacts/answer_metrics.ts";
import type { Completion } from "../../artifacts/completions.ts";
import type { Problems } from "../../artifacts/problems.ts";
import { bootstrapInterval, type BootstrapOptions } from "../../statistics/bootstrap.ts";
import { meanOf } from "../../statistics/estimates.ts";
import { pairAnswers, type PairOptions } from "../answers/pair_answers.ts";
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
  mbppSplit,
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
  return split === "all" || dataset === "humaneval" ? problems : mbppSplit(problems, "test");
}

/** The rules by which programs are read out of answers, with their versions. */
const CODE_JUDGES = {
  /** {@linkcode mbppSolution}. */
  mbpp: "mbpp extraction 1",
  /** {@linkcode humanEvalSolution}. */
  humaneval: "humaneval extraction 1",
} as const;

/** Programming problems of a data set of `data/prompted`; they are asked for as those of MBPP. */
export function promptedCodeProblems({ name, problems }: Problems): CodeProblem[] {
  return problems.map(({ id, prompt, answer, tests = [], setup }) => {
    if (tests.length === 0) throw new TypeError(`Cannot score ${name}: "${id}" has no tests`);
    const program = setup === undefined ? tests : [setup, ...tests];
    return { id, prompt, reference: answer, tests: program.join("\n"), shownTests: tests };
  });
}

/** Options of {@linkcode scorePrograms}. */
export interface ScoreOptions extends PairOptions {
  /** pass@k is estimated for each of them. */
  readonly k: readonly number[];
  /** Runs one program to its verdict. */
  readonly run: (program: PythonProgram) => Promise<ProgramResult>;
  /** How the interval of pass@k at the first `k` is drawn. */
  readonly bootstrap?: BootstrapOptions;
  /** Called after each program. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What {@linkcode scorePrograms} finds. */
export type CodeScores = Pick<
  CodeMetrics,
  "judge" | "passAt" | "interval" | "verdicts" | "problems"
>;

function checkNumbers(completions: readonly Completion[], k: readonly number[]): void {
  const most = Math.max(...k);
  for (const { id, answers } of completions) {
    if (answers.length >= most) continue;
    throw new RangeError(
      `Cannot estimate pass@${most}: "${id}" has ${answers.length} completions; sample more of ` +
        `them or ask for a smaller k`,
    );
  }
}

/** The program that an answer stands for; a problem with an entry point is one of HumanEval. */
function solution(problem: CodeProblem, answer: string): string {
  return problem.entryPoint === undefined
    ? mbppSolution(answer, problem)
    : humanEvalSolution(problem, answer);
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
  const { k, run, onProgress, bootstrap } = options;
  const answered = pairAnswers(problems, completions, options);
  checkNumbers(completions, k);
  const total = completions.reduce((sum, { answers }) => sum + answers.length, 0);
  const verdicts = Object.fromEntries(VERDICTS.map((v) => [v, 0])) as Record<Verdict, number>;
  let done = 0;

  const scoreAnswer = async (problem: CodeProblem, answer: string) => {
    const program = { source: solution(problem, answer), tests: problem.tests };
    const { verdict, detail } = await run(program);
    verdicts[verdict]++;
    onProgress?.(++done, total);
    return { verdict, detail };
  };
  const scores = await Promise.all(
    answered.map(async ({ problem, answers }): Promise<CodeScores["problems"][number]> => {
      const programs = await Promise.all(answers.map((answer) => scoreAnswer(problem, answer)));
      const passed = programs.filter(({ verdict }) => verdict === "passed").length;
      return { id: problem.id, passed, programs };
    }),
  );
  const passAt = (k: number) =>
    scores.map(({ passed, programs }) => passAtK(programs.length, passed, k));
  return {
    judge: CODE_JUDGES[problems[0]?.entryPoint === undefined ? "mbpp" : "humaneval"],
    passAt: Object.fromEntries(k.map((k) => [k, meanOf(passAt(k))])),
    interval: bootstrapInterval(passAt(k[0]!), bootstrap),
    verdicts,
    problems: scores,
  };
}
