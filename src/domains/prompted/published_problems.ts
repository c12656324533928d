import type { Problem } from "../../artifacts/problems.ts";
import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import { mbppSplit, parseMbpp } from "../code/code_problems.ts";
import { mbppPrompt } from "../code/code_prompt.ts";
import { type Gsm8kProblem, parseGsm8k } from "../math/gsm8k.ts";
import type { PartCounts, SplitProblems } from "../problems/split_problems.ts";

/** How many problems of each part are used, at most; all if left out. */
export type MostOfParts = Partial<PartCounts>;

/** Problems of GSM8K's training set that are held out to choose settings by, where nothing is said. */
const GSM8K_VALIDATION = 500;

/**
 * GSM8K: its test set, and its training set, of which some problems are held out for validation.
 *
 * @param texts Of `train.jsonl` and `test.jsonl`.
 */
export function gsm8kProblems(
  texts: { readonly train: string; readonly test: string },
  key: RandomKey,
  most: MostOfParts,
): SplitProblems {
  const problemsOf = (rows: readonly Gsm8kProblem[], name: string): Problem[] =>
    rows.map(({ question, answer }, index) => ({
      id: `${name}/${index}`,
      prompt: question,
      answer,
    }));
  const trained = problemsOf(parseGsm8k(texts.train), "GSM8K/train");
  const order = new RandomStream(foldIn(key, STREAMS.holdout)).permutation(trained.length);
  const validation = Math.min(most.validation ?? GSM8K_VALIDATION, trained.length);
  const ordered = Array.from(order, (index) => trained[index]!);
  return {
    ...{ name: "gsm8k", judge: "math", counts: {} },
    validation: ordered.slice(0, validation),
    train: ordered.slice(validation).slice(0, most.train),
    // Called as `eval/math` calls them.
    test: problemsOf(parseGsm8k(texts.test), "GSM8K").slice(0, most.test),
  };
}

/**
 * MBPP in the splits of its authors, asked for in their words without examples.
 *
 * @param text Of `mbpp.jsonl`.
 */
export function mbppProblems(text: string, most: MostOfParts): SplitProblems {
  const problems = parseMbpp(text);
  const part = (name: keyof PartCounts) =>
    mbppSplit(problems, name).slice(0, most[name]).map((problem): Problem => ({
      id: problem.id,
      prompt: mbppPrompt(problem, []),
      // The file has lines as Windows ends them.
      answer: problem.reference.replaceAll("\r\n", "\n"),
      tests: [problem.tests],
    }));
  return {
    ...{ name: "mbpp", judge: "code", counts: {} },
    ...{ train: part("train"), validation: part("validation"), test: part("test") },
  };
}
