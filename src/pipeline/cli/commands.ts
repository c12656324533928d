import { findPipeline } from "../load.ts";
import { UserError } from "../problem.ts";
import { closest } from "../suggest.ts";
import { EXIT } from "./exit.ts";
import { type Arguments, type OptionName, OPTIONS, readArguments } from "./options.ts";
import { print } from "./output.ts";

/** One command of the command line. */
interface Command {
  readonly usage: string;
  readonly help: string;
  readonly options: readonly OptionName[];
  readonly examples: readonly string[];
  load(): Promise<(args: Arguments, root: string) => Promise<number>>;
}

const PIPELINE_OPTIONS = ["profile", "set", "data", "store", "results", "json", "help"] as const;

const COMMANDS: Record<string, Command> = {
  run: {
    usage: "run PIPELINE",
    help: "Run a pipeline; the word run may be left out",
    options: [...PIPELINE_OPTIONS, "jobs", "gpus", "force", "only", "from", "until", "keep-going"],
    examples: [
      "qm9-guided",
      "qm9-guided --profile standard --jobs 4",
      "qm9-guided --set gammas=[1,2] --set train.steps=500",
    ],
    load: async () => (await import("./run.ts")).runCommand,
  },
};

function commandHelp(name: string): string {
  const { usage, help, options, examples } = COMMANDS[name];
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

/** Runs what the command line says and gives the exit code. */
export async function runCommandLine(args: readonly string[], root: string): Promise<number> {
  const [first] = args;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    print(first === "help" && args[1] in COMMANDS ? commandHelp(args[1]) : overview());
    return EXIT.done;
  }
  const isCommand = Object.hasOwn(COMMANDS, first);
  if (!isCommand && !first.startsWith("-")) checkPipelineName(first, root);
  const name = isCommand ? first : "run";
  const command = COMMANDS[name];
  const parsed = readArguments(isCommand ? args.slice(1) : args, command.options);
  if (parsed.flag("help")) {
    print(commandHelp(name));
    return EXIT.done;
  }
  const run = await command.load();
  return run(parsed, root);
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
