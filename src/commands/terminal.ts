import { stderr, stdout } from "node:process";

/** Writes a line to standard output: what was asked for. */
export function print(line: string): void {
  stdout.write(line + "\n");
}

/** Writes a line to standard error: what the reader should know besides. */
export function tell(line: string): void {
  stderr.write(line + "\n");
}

/**
 * Runs a command; a mistake of the user ends it with one line and exit code 1.
 *
 * @param main The command.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    tell(`error: ${(error as Error).message}`);
    Deno.exit(1);
  }
}
