import { z } from "zod";
import { parseJsonLines } from "../datasets/json_lines.ts";

/** A programming problem with tests. */
export interface CodeProblem {
  /** Such as `MBPP/11` or `HumanEval/0`. */
  readonly id: string;
  /** What the problem asks for: a sentence, or the head of a function. */
  readonly prompt: string;
  /** The data set's own solution: what should follow the prompt. */
  readonly reference: string;
  /** Statements that raise an exception unless the solution is right. */
  readonly tests: string;
  /** The first tests, as shown in the prompt; empty for HumanEval, whose prompts have examples. */
  readonly shownTests: readonly string[];
  /** Name of the function that is asked for, where the data set tells it. */
  readonly entryPoint?: string;
}

const mbppRow = z.object({
  task_id: z.int(),
  text: z.string(),
  code: z.string(),
  test_setup_code: z.string(),
  test_list: z.array(z.string()),
});

const sanitizedMbppRow = z.object({
  task_id: z.int(),
  prompt: z.string(),
  code: z.string(),
  test_imports: z.array(z.string()),
  test_list: z.array(z.string()),
});

const humanEvalRow = z.object({
  task_id: z.string(),
  prompt: z.string(),
  entry_point: z.string(),
  canonical_solution: z.string(),
  test: z.string(),
});

function parseRows<Row extends z.ZodType>(
  name: string,
  schema: Row,
  rows: readonly unknown[],
): z.infer<Row>[] {
  return rows.map((row, index) => {
    const { data, error } = schema.safeParse(row);
    if (error !== undefined) {
      throw new TypeError(`Cannot read ${name}: row ${index + 1}: ${z.prettifyError(error)}`);
    }
    return data;
  });
}

/**
 * Reads MBPP (Austin et al. 2021, arXiv:2108.07732) from the text of `mbpp.jsonl`: 974 problems.
 *
 * @throws {TypeError} If a row is no problem.
 */
export function parseMbpp(text: string): CodeProblem[] {
  return parseRows("MBPP", mbppRow, parseJsonLines(text)).map((row) => ({
    id: `MBPP/${row.task_id}`,
    prompt: row.text,
    reference: row.code,
    // The set-up may use what the solution defines.
    tests: [row.test_setup_code, ...row.test_list].join("\n"),
    shownTests: row.test_list,
  }));
}

/**
 * Reads the hand-verified part of MBPP from the text of `sanitized-mbpp.json`: 427 problems.
 *
 * @throws {TypeError} If a row is no problem.
 */
export function parseSanitizedMbpp(text: string): CodeProblem[] {
  const rows = z.array(z.unknown()).parse(JSON.parse(text));
  return parseRows("sanitized MBPP", sanitizedMbppRow, rows).map((row) => ({
    id: `MBPP/${row.task_id}`,
    prompt: row.prompt,
    reference: row.code,
    tests: [...row.test_imports, ...row.test_list].join("\n"),
    shownTests: row.test_list,
  }));
}

/**
 * Reads HumanEval (Chen et al. 2021, arXiv:2107.03374) from the text of `HumanEval.jsonl`: 164 problems.
 *
 * @throws {TypeError} If a row is no problem.
 */
export function parseHumanEval(text: string): CodeProblem[] {
  return parseRows("HumanEval", humanEvalRow, parseJsonLines(text)).map((row) => ({
    id: row.task_id,
    prompt: row.prompt,
    reference: row.canonical_solution,
    tests: `${row.test}\ncheck(${row.entry_point})`,
    shownTests: [],
    entryPoint: row.entry_point,
  }));
}

/** The number within MBPP, by which its authors split it. */
function mbppNumber({ id }: CodeProblem): number {
  return Number(id.slice(id.indexOf("/") + 1));
}

/** First and last task id of each split of MBPP by its authors. */
const MBPP_SPLITS = { test: [11, 510], validation: [511, 600], train: [601, 974] } as const;

/** A split of MBPP by its authors: task ids 11 to 510, 511 to 600 or 601 to 974. */
export function mbppSplit(
  problems: readonly CodeProblem[],
  split: keyof typeof MBPP_SPLITS,
): CodeProblem[] {
  const [first, last] = MBPP_SPLITS[split];
  return problems.filter((problem) => mbppNumber(problem) >= first && mbppNumber(problem) <= last);
}

/** The examples of MBPP's 3-shot prompt by its authors: task ids 2, 3 and 4. */
export function mbppExamples(problems: readonly CodeProblem[]): CodeProblem[] {
  return problems.filter((problem) => mbppNumber(problem) >= 2 && mbppNumber(problem) <= 4);
}
