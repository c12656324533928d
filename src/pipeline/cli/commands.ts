import { findPipeline } from "../graph/load.ts";
import { UserError } from "../../support/user_error.ts";
import { closest } from "../../support/suggest.ts";
import { EXIT } from "../../terminal/exit.ts";
import { type Arguments, type OptionName, OPTIONS, readArguments } from "./arguments.ts";
import { print } from "../../terminal/output.ts";
import type { CommandHooks } from "./hooks.ts";

/** One command of the command line. */
interface Command {
  readonly usage: string;
  readonly help: string;
  readonly options: readonly OptionName[];
  readonly examples: readonly string[];
  load(): Promise<(args: Arguments, root: string, hooks: CommandHooks) => Promise<number>>;
}

const PIPELINE_OPTIONS = ["profile", "set", "data"] as const;
const SELECTION = ["only", "from", "until", "force"] as const;
const STORE_OPTIONS = ["store", "results", "json", "help"] as const;

const COMMANDS: { readonly [name: string]: Command; readonly run: Command } = {
  run: {
    usage: "run PIPELINE",
    help: "Run a pipeline; the word run may be left out",
    options: [
      ...PIPELINE_OPTIONS,
      ...SELECTION,
      "jobs",
      "gpus",
      "executor",
      "detach",
      "keep-going",
      "remote",
      ...STORE_OPTIONS,
    ],
    examples: [
      "qm9-guided",
      "qm9-guided --profile standard --jobs 4",
      "qm9-guided --set gammas=[1,2] --set base.steps=500",
    ],
    load: async () => (await import("./commands/run_command.ts")).runCommand,
  },
  cancel: {
    usage: "cancel PIPELINE[/RUN]",
    help: "End the jobs that a pipeline, or one run of it, has in the queue of a cluster",
    options: STORE_OPTIONS,
    examples: ["cancel qm9-guided", "cancel qm9-guided/2026-11-24_10-01-07-415-5c1e"],
    load: async () => (await import("./commands/cancel_command.ts")).cancelCommand,
  },
  plan: {
    usage: "plan PIPELINE",
    help: "Say what would run, why, and about how long",
    options: [...PIPELINE_OPTIONS, ...SELECTION, "jobs", ...STORE_OPTIONS],
    examples: ["plan qm9-guided", "plan qm9-guided --set gammas=[4] --json"],
    load: async () => (await import("./commands/plan_command.ts")).planCommand,
  },
  why: {
    usage: "why [PIPELINE] TASK...",
    help: "Say why a task would run again; without PIPELINE, in the one that ran last",
    options: [...PIPELINE_OPTIONS, ...STORE_OPTIONS],
    examples: [
      "why report",
      "why qm9-guided 'mdm-samples[ring_count,gamma=2,T=8,seed=0]'",
      "why qm9-guided base --set base.steps=500",
    ],
    load: async () => (await import("./commands/why_command.ts")).whyCommand,
  },
  status: {
    usage: "status [PIPELINE]",
    help: "Say what is running or unfinished, and how the newest runs went",
    options: STORE_OPTIONS,
    examples: ["status"],
    load: async () => (await import("./commands/status_command.ts")).statusCommand,
  },
  list: {
    usage: "list [PIPELINE]",
    help: "List the pipelines, or the runs of one",
    options: STORE_OPTIONS,
    examples: ["list", "list qm9-guided"],
    load: async () => (await import("./commands/runs_commands.ts")).listCommand,
  },
  show: {
    usage: "show RUN",
    help: "Show a run; a pipeline's name means its newest",
    options: STORE_OPTIONS,
    examples: ["show qm9-guided", "show qm9-guided/2026-11-24_10-01-07-5c1e --json"],
    load: async () => (await import("./commands/runs_commands.ts")).showCommand,
  },
  diff: {
    usage: "diff RUN RUN",
    help: "Compare the parameters and metrics of two runs",
    options: STORE_OPTIONS,
    examples: ["diff qm9-guided/2026-11-23 qm9-guided"],
    load: async () => (await import("./commands/runs_commands.ts")).diffCommand,
  },
  metrics: {
    usage: "metrics RUN...",
    help: "Show what the tasks of runs recorded, side by side",
    options: ["only", "sort", "csv", ...STORE_OPTIONS],
    examples: [
      "metrics qm9-guided",
      "metrics qm9-guided/2026-11-23 qm9-guided --only base --sort validation",
      "metrics qm9-guided --csv > metrics.csv",
    ],
    load: async () => (await import("./commands/metrics_command.ts")).metricsCommand,
  },
  graph: {
    usage: "graph PIPELINE",
    help: "Draw the tasks as Mermaid or SVG",
    options: [...PIPELINE_OPTIONS, "svg", "help"],
    examples: ["graph qm9-guided", "graph qm9-guided --svg > graph.svg"],
    load: async () => (await import("./commands/file_commands.ts")).graphCommand,
  },
  gc: {
    usage: "gc",
    help: "Remove from the store what neither the last nor unfinished runs need",
    options: ["keep", "last", "age", "yes", ...STORE_OPTIONS],
    examples: ["gc", "gc --last 5 --keep qm9-guided/2026-11-23 --yes"],
    load: async () => (await import("./commands/store_commands.ts")).gcCommand,
  },
  verify: {
    usage: "verify",
    help: "Read the whole store again and tell what is damaged",
    options: ["mend", ...STORE_OPTIONS],
    examples: ["verify", "verify --mend"],
    load: async () => (await import("./commands/store_commands.ts")).verifyCommand,
  },
  export: {
    usage: "export RUN DIR",
    help: "Copy a run with all that is needed to rerun or publish it",
    options: STORE_OPTIONS,
    examples: ["export qm9-guided paper/qm9-guided"],
    load: async () => (await import("./commands/file_commands.ts")).exportCommand,
  },
  clean: {
    usage: "clean [PIPELINE]",
    help: "Remove the folders of old and abandoned runs; the store stays",
    options: ["keep", "last", "age", "yes", ...STORE_OPTIONS],
    examples: ["clean", "clean qm9-guided --last 1 --yes"],
    load: async () => (await import("./commands/store_commands.ts")).cleanCommand,
  },
  exec: {
    usage: "exec --store DIR KEY",
    help: "Run one instance that a run left in the store, as a batch system would",
    options: ["store", "cpus", "help"],
    examples: ["exec --store results/.store 765d4351a0f748329bd3cdeb58ed2c5cdb2b59a6…"],
    load: async () => (await import("./commands/exec_command.ts")).execCommand,
  },
  params: {
    usage: "params PIPELINE",
    help: "List the parameters of a pipeline, and what its profiles make of them",
    options: ["json", "help"],
    examples: ["params qm9-guided"],
    load: async () => (await import("./commands/params_command.ts")).paramsCommand,
  },
  tasks: {
    usage: "tasks [KIND]",
    help: "List the kinds of task, or what one takes and writes",
    options: ["json", "help"],
    examples: ["tasks", "tasks train/mdm", "tasks ./my/task.ts"],
    load: async () => (await import("./commands/tasks_command.ts")).tasksCommand,
  },
  schema: {
    usage: "schema",
    help: "Write the JSON Schema of pipeline files, for editors",
    options: ["help"],
    examples: ["schema"],
    load: async () => (await import("./commands/file_commands.ts")).schemaCommand,
  },
  completion: {
    usage: "completion SHELL",
    help: "Print a script that completes words in bash, zsh or fish",
    options: ["help"],
    examples: ["completion bash >> ~/.bashrc"],
    load: async () => {
      const { completionCommand } = await import("./commands/completion_command.ts");
      return completionCommand(Object.keys(COMMANDS));
    },
  },
};

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
