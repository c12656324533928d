import { EXIT } from "../terminal/exit.ts";
import type { CommandHooks } from "./cli/commands/run.ts";
import { UserError } from "./file/problem.ts";

/** Runs the command line; each command is imported only when it is asked for. */
async function dispatch(args: readonly string[], hooks: CommandHooks): Promise<number> {
  if (args[0] === "exec" && !args.includes("--help")) {
    // What starts with every task imports no more than it needs.
    const { readArguments } = await import("../terminal/options.ts");
    const { execCommand } = await import("./cli/commands/exec.ts");
    return execCommand(readArguments(args.slice(1), ["store", "attached"]));
  }
  const { runCommandLine } = await import("./cli/commands.ts");
  return runCommandLine(args, Deno.cwd(), hooks);
}

/** The program: runs the command line, tells what went wrong, and ends the process. */
export async function main(hooks: CommandHooks = {}): Promise<never> {
  let code: number;
  try {
    code = await dispatch(Deno.args, hooks);
  } catch (error) {
    const { tell } = await import("../terminal/output.ts");
    if (error instanceof UserError) {
      tell(`${error.message}\n`);
      code = EXIT.usage;
    } else {
      tell(`${error instanceof Error ? error.stack : error}\n`);
      code = EXIT.internal;
    }
  }
  Deno.exit(code);
}

if (import.meta.main) await main();
