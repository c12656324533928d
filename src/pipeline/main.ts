import { runCommand } from "../terminal/command.ts";
import type { CommandHooks } from "./cli/hooks.ts";

/** Runs the command line; each command is imported only when it is asked for. */
async function dispatch(args: readonly string[], hooks: CommandHooks): Promise<number> {
  if (args[0] === "exec" && !args.includes("--help")) {
    // What starts with every task imports no more than it needs.
    const { readArguments } = await import("./cli/arguments.ts");
    const { execCommand } = await import("./cli/commands/exec_command.ts");
    return execCommand(readArguments(args.slice(1), ["store", "cpus"]));
  }
  const { runCommandLine } = await import("./cli/commands.ts");
  return runCommandLine(args, Deno.cwd(), hooks);
}

/** The program: runs the command line, tells what went wrong, and ends the process. */
export function main(hooks: CommandHooks = {}): Promise<never> {
  return runCommand(() => dispatch(Deno.args, hooks));
}

if (import.meta.main) await main();
