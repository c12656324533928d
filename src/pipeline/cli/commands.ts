import { findPipeline } from "../graph/load.ts";
import { UserError } from "../../support/user_error.ts";
import { closest } from "../../support/suggest.ts";
import { EXIT } from "../../terminal/exit.ts";
import { OPTIONS, readArguments } from "./arguments.ts";
import { type Command, COMMANDS } from "./command_table.ts";
import { print } from "../../terminal/output.ts";
import type { CommandHooks } from "./hooks.ts";

function commandHelp({ usage, help, options, examples }: Command): string {
  const lines = options.map((option) => {
    const { help, ...rest } = OPTIONS[option];
    const short = "short" in rest ? `-${rest.short}, ` : "    ";
    const value = "value" in rest ? ` ${rest.value}` : "";
    return `  ${`${short}--${option}${value}`.padEnd(28)} ${help}`;
  });
  const shown = examples.map((example) => `  deno task pipeline ${example}`);
  return [
    `${help}.`,
    `\nUsage: deno task pipeline ${usage} [options]`,
    "\nOptions:",
    ...lines,
    "\nExamples:",
    ...shown,
  ].join("\n");
}

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([, { usage, help }]) =>
    `  ${usage.padEnd(24)} ${help}`
  );
  return [
    "Run experiment pipelines, with every result kept and nothing run twice.",
    "\nUsage: deno task pipeline [COMMAND] [options]",
    "\nCommands:",
    ...lines,
    "\nExit codes: 0 done; 1 a task failed or a check found damage; 2 the command line or a",
    "pipeline file is wrong; 70 a fault of the program; 130 stopped.",
    "\nMore on a command: deno task pipeline COMMAND --help",
  ].join("\n");
}

/** The command of a name, if there is one. */
function commandOf(name: string | undefined): Command | undefined {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

/** Runs what the command line says and gives the exit code. */
export async function runCommandLine(
  args: readonly string[],
  root: string,
  hooks: CommandHooks = {},
): Promise<number> {
  const [first] = args;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const asked = first === "help" ? commandOf(args[1]) : undefined;
    print(asked === undefined ? overview() : commandHelp(asked));
    return EXIT.done;
  }
  const named = commandOf(first);
  if (named === undefined && !first.startsWith("-")) checkPipelineName(first, root);
  const command = named ?? COMMANDS.run;
  const parsed = readArguments(named === undefined ? args : args.slice(1), command.options);
  checkCount(parsed.positionals, command.usage);
  if (parsed.flag("help")) {
    print(commandHelp(command));
    return EXIT.done;
  }
  const run = await command.load();
  return run(parsed, root, hooks);
}

/** More words than a command takes are a mistake, such as a forgotten option. */
function checkCount(given: readonly string[], usage: string): void {
  const taken = usage.split(" ").slice(1).filter((word) => /^\[?[A-Z]/.test(word));
  const most = usage.endsWith("...") ? Infinity : taken.length;
  if (given.length <= most) return;
  throw new UserError(`"${given[most]}" is one word too many. Usage: deno task pipeline ${usage}`);
}

/** A word that is neither a command nor a pipeline may be meant as either. */
function checkPipelineName(name: string, root: string): void {
  try {
    findPipeline(name, root);
  } catch (error) {
    const near = closest(name, Object.keys(COMMANDS));
    if (near === undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}\nOr did you mean the command "${near}"?`);
  }
}
