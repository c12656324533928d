/**
 * Runs Python programs that nobody trusts, and scores them.
 *
 * @example A program that is wrong
 * ```ts
 * import { startPythonSandbox } from "@proseco/proseco/sandbox";
 *
 * await using sandbox = await startPythonSandbox();
 * const { verdict } = await sandbox.run({ source: "x = 1", tests: "assert x == 2" });
 * if (verdict !== "failed") throw new Error(`it ${verdict}`);
 * ```
 *
 * @module
 */
export { type BubblewrapOptions, bubblewrapRuntime, startBubblewrapSandbox } from "./bubblewrap.ts";
export { oncePerProgram } from "./once_per_program.ts";
export { passAtK } from "./pass_at_k.ts";
export {
  type PythonSandbox,
  type PythonSandboxOptions,
  startPythonSandbox,
} from "./python_sandbox.ts";
export {
  type ProgramResult,
  type PythonProgram,
  type Verdict,
  VERDICTS,
} from "./interpreter/verdict.ts";
