import {
  type CodeBlock,
  codeBlocks,
  dedent,
  indentedBlocks,
  isProse,
  withoutProse,
} from "./code_blocks.ts";
import type { CodeProblem } from "./code_problems.ts";
import { beforeProgramEnd } from "./program_end.ts";

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

/** Where an MBPP prompt lets the answer begin: on a line of its own, or at least at its beginning. */
const MBPP_STARTS = [/^[ \t`*]*\[BEGIN\][ \t`*]*$/m, /^[ \t]*\[BEGIN\][ \t]*/m];

const MBPP_END = "[DONE]";

/** The text before the first of the stop words; all of it if there is none. */
export function truncateAtStops(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

/** What a model has answered, without marks of its family and the carriage returns of its system. */
function answerText(answer: string): string {
  return beforeProgramEnd(answer.replaceAll("\r\n", "\n"));
}

/** Whether the code defines one of the functions at its top level; any, if none is named. */
function defines(code: string, names: readonly string[] = ["\\w+"]): boolean {
  if (names.length === 0) return false;
  return new RegExp(`^(?:async[ \\t]+)?(?:def|class)[ \\t]+(?:${names.join("|")})\\b`, "m").test(
    code,
  );
}

/** Names of the functions that tests call. */
function testedNames(tests: readonly string[]): string[] {
  const calls = tests.flatMap((test) => [...test.matchAll(/\b([A-Za-z_]\w*)[ \t]*\(/g)]);
  return [...new Set(calls.map(([, name = ""]) => name))];
}

/** The text before the first block, and whether the fence of that block may close what began there. */
function beforeBlocks(
  text: string,
  [first]: readonly CodeBlock[],
): { lead: string; closes: boolean } {
  if (first === undefined) return { lead: text, closes: false };
  return { lead: text.slice(0, first.start), closes: first.language === "" };
}

/** A text up to the first end that is one, and is not merely spoken of in a sentence. */
function beforeMbppEnd(text: string): string {
  let start = 0;
  for (const line of text.split("\n")) {
    const index = line.indexOf(MBPP_END);
    if (index >= 0) {
      if (/^[ \t`*]*\[DONE\]/.test(line)) return text.slice(0, start);
      const isLast = line.trimEnd().endsWith(MBPP_END);
      if (isLast && !isProse(line.trimStart())) return text.slice(0, start + index);
    }
    start += line.length + 1;
  }
  return text;
}

/** What stands between the marks of an MBPP answer. */
function betweenMarks(text: string): string {
  const told = beforeMbppEnd(text);
  const begin = MBPP_STARTS.map((start) => start.exec(text)).find((match) => match !== null);
  // A mark beyond the end belongs to another problem, which the model has gone on to.
  if (begin === undefined || begin.index > told.length) return told;
  return beforeMbppEnd(text.slice(begin.index + begin[0].length));
}

/**
 * The Python program that a model's answer to an MBPP prompt stands for: what stands between `[BEGIN]`
 * and `[DONE]`, and of that the code block that defines what the tests call, or else the first that
 * defines anything.
 *
 * @param problem Tells what the tests call.
 */
export function mbppSolution(answer: string, problem?: CodeProblem): string {
  const text = betweenMarks(answerText(answer));
  const blocks = codeBlocks(text);
  const { lead, closes } = beforeBlocks(text, blocks);
  const isDefinedFirst = closes && defines(withoutProse(lead));
  return truncateAtStops(isDefinedFirst ? withoutProse(lead) : chosen(), MBPP_STOPS);

  function chosen(): string {
    const codes = blocks.length > 0
      ? blocks.map(({ code }) => dedent(code))
      : isProse(text.trimStart())
      ? [...indentedBlocks(text).map(dedent)].filter((code) => defines(code))
      : [];
    const names = testedNames(problem?.shownTests ?? []);
    return codes.find((code) => defines(code, names)) ?? codes.find((code) => defines(code)) ??
      codes[0] ?? withoutProse(text);
  }
}

/** The code, flush left, if it defines the entry point there; a body may define one inside. */
function definition(code: string, entryPoint: string): string | undefined {
  const flush = dedent(code);
  const isBody = /^[ \t]/.test(firstLine(flush)) || (flush !== code && /^return\b/m.test(flush));
  return !isBody && defines(flush, [entryPoint]) ? flush : undefined;
}

/** The first line that is not blank. */
function firstLine(code: string): string {
  return code.split("\n").find((line) => line.trim() !== "") ?? "";
}

/** Whether the text goes on in the middle of a function. */
function continuesFunction(text: string): boolean {
  const line = firstLine(text);
  return /^[ \t]/.test(line) && !isProse(line.trimStart());
}

const FUTURE = /^from __future__ import [^\n(]*(?:\([^)]*\))?[^\n]*\n?/gm;

/** A program of two parts; what the second imports from the future must come first. */
function joinProgram(head: string, code: string): string {
  const futures = code.match(FUTURE)?.join("") ?? "";
  return futures === "" ? `${head}\n${code}` : `${futures}${head}\n${code.replace(FUTURE, "")}`;
}

/**
 * The Python program that a model's answer to a HumanEval prompt stands for. An answer may continue the
 * prompt, which a stop word or a fence ends, or define the function again, perhaps in a code block; then
 * the part of the prompt before the function, its imports and helpers, is put before it.
 */
export function humanEvalSolution(problem: CodeProblem, answer: string): string {
  const { prompt, entryPoint = "" } = problem;
  const text = answerText(answer);
  const blocks = codeBlocks(text);
  const { lead, closes } = beforeBlocks(text, blocks);

  const again = definedAgain();
  if (again !== undefined) {
    return joinProgram(prompt.slice(0, prompt.lastIndexOf(`def ${entryPoint}`)), again);
  }
  return prompt + truncateAtStops(continuation(), HUMAN_EVAL_STOPS);

  function definedAgain(): string | undefined {
    if (continuesFunction(lead)) return definition(lead, entryPoint);
    const raw = withoutProse(lead);
    if (blocks.length === 0 || closes) {
      const code = definition(raw, entryPoint);
      if (code !== undefined) return code;
    }
    const codes = blocks.length > 0 ? blocks.map(({ code }) => code) : indentedBlocks(lead);
    return codes.map((code) => definition(code, entryPoint)).find((code) => code !== undefined);
  }

  function continuation(): string {
    if (continuesFunction(lead)) return withoutProse(lead);
    const codes = blocks.length > 0
      ? blocks.map(({ code }) => code)
      : isProse(firstLine(lead))
      ? indentedBlocks(lead)
      : [];
    return codes.find(continuesFunction) ?? codes[0] ?? lead;
  }
}
