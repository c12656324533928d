import type { ProgramResult, PythonProgram } from "./interpreter/verdict.ts";

/**
 * Lets each program run once, however often it is given: answers to one problem are often the same,
 * and a program that is the same to the letter ends the same way.
 *
 * @param run Runs one program to its verdict.
 */
export function oncePerProgram(
  run: (program: PythonProgram) => Promise<ProgramResult>,
): (program: PythonProgram) => Promise<ProgramResult> {
  const results = new Map<string, Promise<ProgramResult>>();
  return (program) => {
    const key = JSON.stringify([program.source, program.tests]);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = run(program);
    results.set(key, result);
    return result;
  };
}
