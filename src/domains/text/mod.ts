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
} from "../code/code_completion.ts";
export {
  type CodeProblem,
  mbppExamples,
  mbppTestSplit,
  parseHumanEval,
  parseMbpp,
  parseSanitizedMbpp,
} from "../code/code_problems.ts";
export { mbppPrompt } from "../code/code_prompt.ts";
export { gsm8kAnswer, type Gsm8kProblem, gsm8kPrompt, parseGsm8k } from "../math/gsm8k.ts";
export { lastBoxed, mathAnswer, normalizeMathAnswer } from "../math/math_answer.ts";
export { sameMathAnswer } from "../math/math_equivalence.ts";
