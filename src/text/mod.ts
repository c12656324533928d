/**
 * Problems in code and mathematics: reading them, asking for answers, reading the answers.
 *
 * @module
 */
export {
  firstCodeBlock,
  humanEvalSolution,
  mbppSolution,
  truncateAtStops,
} from "./code_completion.ts";
export {
  type CodeProblem,
  mbppExamples,
  mbppTestSplit,
  parseHumanEval,
  parseMbpp,
  parseSanitizedMbpp,
} from "./code_problems.ts";
export { mbppPrompt } from "./code_prompt.ts";
export { gsm8kAnswer, type Gsm8kProblem, gsm8kPrompt, parseGsm8k } from "./gsm8k.ts";
export { lastBoxed, mathAnswer, normalizeMathAnswer } from "./math_answer.ts";
export { sameMathAnswer } from "./math_equivalence.ts";
