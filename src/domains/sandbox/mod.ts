/**
 * Runs Python programs that nobody trusts, and scores them.
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
