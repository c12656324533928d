import { isDiskFull } from "../support/files.ts";
import { UserError } from "../support/user_error.ts";
import { EXIT } from "./exit.ts";
import { tell } from "./output.ts";

/** Whether an error is a fault of the program, which no other input mends. */
function isFault(error: unknown): boolean {
  return !(error instanceof Error) || error instanceof TypeError ||
    error instanceof ReferenceError || error.message.startsWith("internal: ");
}

/**
 * Checks what the user gave, such as by reading a file that the command line names: what is refused
 * there is the user's to mend. What is computed afterwards does not belong here, as its failures do
 * not tell what the user should change.
 *
 * @throws {UserError} If it is refused.
 */
export async function withGiven<Result>(use: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (cause) {
    if (cause instanceof UserError || isFault(cause) || isDiskFull(cause)) throw cause;
    throw new UserError((cause as Error).message, { cause });
  }
}

/**
 * Runs a command and ends the process: with the exit code that it gives, else with 0. A mistake of the
 * user is told by its message, a fault of the program with its stack.
 *
 * @param main The command.
 */
export async function runCommand(main: () => Promise<number | void>): Promise<never> {
  let code: number;
  try {
    code = await main() ?? EXIT.done;
  } catch (error) {
    if (error instanceof UserError) {
      tell(error.message);
      code = EXIT.usage;
    } else if (isDiskFull(error)) {
      tell(`Cannot go on: ${(error as Error).message}: make room, then do the same again`);
      code = EXIT.failed;
    } else {
      tell(String(error instanceof Error ? error.stack : error));
      code = EXIT.internal;
    }
  }
  Deno.exit(code);
}
