import { z } from "zod";
import { parseJsonLines } from "../datasets/json_lines.ts";
import { beforeNext } from "./before_next.ts";
import { beforeEndMark } from "../text/end_marks.ts";

/** A word problem of grade-school mathematics. */
export interface Gsm8kProblem {
  /** The question, in words. */
  readonly question: string;
  /** The solution in words; its result follows `####`. */
  readonly answer: string;
}

const rowSchema = z.object({ question: z.string(), answer: z.string() });

/**
 * Reads GSM8K (Cobbe et al. 2021, arXiv:2110.14168) from the text of `train.jsonl` or `test.jsonl`.
 *
 * @throws {TypeError} If a row is no problem.
 */
export function parseGsm8k(text: string): Gsm8kProblem[] {
  return parseJsonLines(text).map((row, index) => {
    const { data, error } = rowSchema.safeParse(row);
    if (error !== undefined) {
      throw new TypeError(`Cannot read GSM8K: row ${index + 1}: ${z.prettifyError(error)}`);
    }
    return data;
  });
}

/** The solutions of GSM8K by ids: `GSM8K/0`, `GSM8K/1`, … */
export function gsm8kSolutions(text: string): { readonly id: string; readonly answer: string }[] {
  return parseGsm8k(text).map(({ answer }, index) => ({ id: `GSM8K/${index}`, answer }));
}

/** A whole or decimal number; thousands set off by commas, also in LaTeX's way. */
const DIGITS = String
  .raw`(?:\d{1,3}(?:(?:,|\{,\}|,?\\!)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`;

/** A number as people write it: sign, currency, thousands, decimals, a power of ten, a fraction. */
const NUMBER = new RegExp(
  String
    .raw`(?:(?<![\w)])[-−])?(?:\\?[$€£])?(?:(?<=[$€£])[-−])?${DIGITS}(?:[eE][+-]?\d{1,2}(?![\w.]))?` +
    String.raw`(?:\s*\/\s*${DIGITS}(?![\d/]))?`,
  "g",
);

function valueOf(written: string): number {
  const plain = written.replaceAll("−", "-").replaceAll(/,|\{,\}|\\!|\\?[$€£]|\s/g, "");
  const [top, bottom] = plain.split("/");
  return bottom === undefined ? Number(top) : Number(top) / Number(bottom);
}

function numbersIn(text: string): number[] {
  return (text.match(NUMBER) ?? []).map(valueOf).filter(Number.isFinite);
}

/** Where a model goes on with a next question of its own making. */
const NEXT_QUESTION = /Question:|Q:|Problem:/g;

/**
 * The number that an answer to a GSM8K question gives after the first `####`, whatever stands around it
 * (`$`, commas, units).
 *
 * @returns `undefined` if there is none.
 *
 * @example
 * ```ts
 * gsm8kAnswer("He earns 3 × 400.\n#### $1,200 a week"); // 1200
 * ```
 */
export function gsm8kAnswer(text: string): number | undefined {
  const own = beforeNext(beforeEndMark(text), NEXT_QUESTION);
  const marker = own.indexOf("####");
  if (marker < 0) return undefined;
  const line = own.slice(marker + 4).trimStart().split("\n", 1)[0]!;
  return numbersIn(line).at(0);
}

/**
 * The few-shot prompt for a GSM8K question; five examples are usual.
 *
 * @param examples Problems of the training set, shown with their answers.
 */
export function gsm8kPrompt(
  { question }: Pick<Gsm8kProblem, "question">,
  examples: readonly Gsm8kProblem[],
): string {
  const solved = examples.map(({ question, answer }) =>
    `Question: ${question}\nAnswer: ${answer}\n\n`
  );
  return `${solved.join("")}Question: ${question}\nAnswer:`;
}
