import type { Problem } from "../../artifacts/problems.ts";
import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import { mbppExamples, mbppSplit, parseMbpp } from "../code/code_problems.ts";
import { mbppPrompt } from "../code/code_prompt.ts";
import { type Gsm8kProblem, gsm8kPrompt, parseGsm8k } from "../math/gsm8k.ts";
import { type MathProblem, parseMath } from "../math/math_problems.ts";
import { MINERVA_EXAMPLES, minervaPrompt } from "../math/minerva_prompt.ts";
import type { PartCounts, SplitProblems } from "../problems/split_problems.ts";

/** How many problems of each part are used, at most; all if left out. */
export type MostOfParts = Partial<PartCounts>;

/** What is taken of published problems. */
export interface PublishedOptions extends MostOfParts {
  /** Worked examples before each problem that is held out; 0 asks as what is trained on does. */
  readonly fewShot: number;
}

/** Problems of a training set that are held out to choose settings by, where nothing is said. */
const VALIDATION = 500;

/** What a part is called, and what is trained on of a training set of which some is held out. */
interface PublishedSets<Row> {
  readonly name: string;
  /** What ids of the training set begin with; those of the test set are as `eval/math` has them. */
  readonly prefix: string;
  readonly train: readonly Row[];
  readonly test: readonly Row[];
}

/** Examples of which there are not so many. */
function checkShots(fewShot: number, known: number, name: string): void {
  if (fewShot <= known) return;
  throw new RangeError(
    `Cannot show ${fewShot} examples of ${name}: there are ${known}; ask for fewer`,
  );
}

/** A test set, and a training set of which some problems are held out for validation. */
function holdSomeOut<Row>(
  { name, prefix, train, test }: PublishedSets<Row>,
  key: RandomKey,
  { fewShot, ...most }: PublishedOptions,
  asked: {
    exampleOf(row: Row): { readonly prompt: string; readonly answer: string };
    /** A problem with examples before it. */
    prompt(row: Row, trained: readonly Row[]): string;
  },
): SplitProblems {
  const order = new RandomStream(foldIn(key, STREAMS.holdout)).permutation(train.length);
  const validation = Math.min(most.validation ?? VALIDATION, train.length);
  const heldOut = new Set(order.subarray(0, validation));
  const shown = train.filter((_, index) => !heldOut.has(index)).slice(0, fewShot);
  const problemOf = (row: Row, id: string): Problem => {
    const problem = { id, ...asked.exampleOf(row) };
    return fewShot === 0 ? problem : { ...problem, prompt: asked.prompt(row, shown) };
  };
  return {
    ...{ name, judge: "math", counts: {} },
    validation: Array.from(
      order.subarray(0, validation),
      (index) => problemOf(train[index]!, `${prefix}/train/${index}`),
    ),
    train: Array.from(order.subarray(validation), (index) => ({
      id: `${prefix}/train/${index}`,
      ...asked.exampleOf(train[index]!),
    })).slice(0, most.train),
    test: test.slice(0, most.test).map((row, index) => problemOf(row, `${prefix}/${index}`)),
  };
}

/**
 * GSM8K: its test set, and its training set, of which some problems are held out for validation.
 * Examples are the first of the training set that are not.
 *
 * @param texts Of `train.jsonl` and `test.jsonl`.
 * @throws {RangeError} If there are not so many examples.
 */
export function gsm8kProblems(
  texts: { readonly train: string; readonly test: string },
  key: RandomKey,
  options: PublishedOptions,
): SplitProblems {
  const train = parseGsm8k(texts.train), test = parseGsm8k(texts.test);
  checkShots(options.fewShot, train.length, "GSM8K");
  return holdSomeOut<Gsm8kProblem>({ name: "gsm8k", prefix: "GSM8K", train, test }, key, options, {
    exampleOf: ({ question, answer }) => ({ prompt: question, answer }),
    prompt: gsm8kPrompt,
  });
}

/**
 * MATH: its test set, and its training set, of which some problems are held out for validation. Examples
 * are the four that Minerva's prompt shows.
 *
 * @param texts Of `train.jsonl` and `test.jsonl`.
 * @throws {RangeError} If there are not so many examples.
 */
export function mathProblems(
  texts: { readonly train: string; readonly test: string },
  key: RandomKey,
  options: PublishedOptions,
): SplitProblems {
  const train = parseMath(texts.train, "training set"), test = parseMath(texts.test, "test set");
  checkShots(options.fewShot, MINERVA_EXAMPLES.length, "MATH");
  const examples = MINERVA_EXAMPLES.slice(0, options.fewShot);
  return holdSomeOut<MathProblem>({ name: "math", prefix: "MATH", train, test }, key, options, {
    exampleOf: ({ problem, solution }) => ({ prompt: problem, answer: solution }),
    prompt: ({ problem }) => minervaPrompt(problem, examples),
  });
}

/**
 * MBPP in the splits of its authors, asked for in their words; examples are the three of their prompt.
 *
 * @param text Of `mbpp.jsonl`.
 * @throws {RangeError} If there are not so many examples.
 */
export function mbppProblems(
  text: string,
  { fewShot, ...most }: PublishedOptions,
): SplitProblems {
  const problems = parseMbpp(text), known = mbppExamples(problems);
  checkShots(fewShot, known.length, "MBPP");
  const examples = known.slice(0, fewShot).map((one) => ({
    ...one,
    reference: unix(one.reference),
  }));
  const part = (name: keyof PartCounts) =>
    mbppSplit(problems, name).slice(0, most[name]).map((problem): Problem => ({
      id: problem.id,
      prompt: mbppPrompt(problem, name === "train" ? [] : examples),
      answer: unix(problem.reference),
      tests: [problem.tests],
    }));
  return {
    ...{ name: "mbpp", judge: "code", counts: {} },
    ...{ train: part("train"), validation: part("validation"), test: part("test") },
  };
}

/** The file of MBPP has lines as Windows ends them. */
const unix = (text: string) => text.replaceAll("\r\n", "\n");
