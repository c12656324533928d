import type { CodeProblem } from "./code_problems.ts";

/** Where a continuation of a HumanEval prompt has left the function (Chen et al. 2021, section 2.1). */
export const HUMAN_EVAL_STOPS: readonly string[] = [
  "\nclass",
  "\ndef",
  "\n#",
  "\nif",
  "\nprint",
];

/** Where the answer to an MBPP prompt ends (Austin et al. 2021). */
export const MBPP_STOPS: readonly string[] = ["[DONE]"];

/** The text before the first of the stop words; all of it if there is none. */
export function truncateAtStops(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

const CODE_BLOCK = /^[ \t]*```[^\n`]*\n(.*?)(?:^[ \t]*```|$(?![^]))/ms;

/**
 * The content of the first fenced code block, which may be unfinished; `undefined` if there is none.
 */
export function firstCodeBlock(text: string): string | undefined {
  return CODE_BLOCK.exec(text)?.[1];
}

/** Whether the code defines a function at its top level. */
function definesFunction(code: string, name: string): boolean {
  return new RegExp(`^(?:async[ \\t]+)?def[ \\t]+${name}\\b`, "m").test(code);
}

/**
 * The Python program that a model's answer to an MBPP prompt stands for: the first code block if it
 * has one, else what stands between `[BEGIN]` and `[DONE]`.
 */
export function mbppSolution(answer: string): string {
  const begin = answer.indexOf("[BEGIN]");
  const told = begin < 0 ? answer : answer.slice(begin + "[BEGIN]".length);
  const text = truncateAtStops(told, MBPP_STOPS);
  return firstCodeBlock(text) ?? text;
}

/**
 * The Python program that a model's answer to a HumanEval prompt stands for. An answer may continue the
 * prompt, which a stop word ends, or define the function again, perhaps in a code block; then the part
 * of the prompt before the function, its imports and helpers, is put before it.
 */
export function humanEvalSolution(problem: CodeProblem, answer: string): string {
  const { prompt, entryPoint = "" } = problem;
  const code = firstCodeBlock(answer) ?? answer;
  if (definesFunction(code, entryPoint)) {
    return prompt.slice(0, prompt.lastIndexOf(`def ${entryPoint}`)) + "\n" + code;
  }
  return prompt + truncateAtStops(code, HUMAN_EVAL_STOPS);
}
