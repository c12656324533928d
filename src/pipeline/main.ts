import { EXIT } from "./cli/exit.ts";
import { UserError } from "./problem.ts";

/** Runs the command line; each command is imported only when it is asked for. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "exec") {
    const { execCommand } = await import("./cli/exec.ts");
    return execCommand(args.slice(1));
  }
  const { runCommandLine } = await import("./cli/commands.ts");
  return runCommandLine(args, Deno.cwd());
}

if (import.meta.main) {
  let code: number;
  try {
    code = await main(Deno.args);
  } catch (error) {
    const { tell } = await import("./cli/output.ts");
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
