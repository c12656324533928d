import type { CodeProblem } from "./code_problems.ts";

function mbppQuestion({ prompt, shownTests }: CodeProblem): string {
  return `You are an expert Python programmer, and here is your task: ${prompt} ` +
    `Your code should pass these tests:\n\n${shownTests.join("\n")}\n[BEGIN]\n`;
}

/**
 * The few-shot prompt for an MBPP problem, in the words of its authors (Austin et al. 2021, section 4).
 *
 * @param examples Problems that are shown with their solutions; see {@linkcode mbppExamples}.
 */
export function mbppPrompt(problem: CodeProblem, examples: readonly CodeProblem[]): string {
  const solved = examples.map((example) =>
    `${mbppQuestion(example)}${example.reference}\n[DONE]\n\n`
  );
  return solved.join("") + mbppQuestion(problem);
}
