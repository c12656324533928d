import type { Arguments, OptionName } from "./arguments.ts";
import type { CommandHooks } from "./hooks.ts";

/** One command of the command line. */
export interface Command {
  /** Its name and what stands for the words after it. */
  readonly usage: string;
  /** What it does, in a sentence without its dot. */
  readonly help: string;
  /** Options that it takes. */
  readonly options: readonly OptionName[];
  /** Command lines, without the program. */
  readonly examples: readonly string[];
  /** Loads what runs it and gives the exit code. */
  load(): Promise<(args: Arguments, root: string, hooks: CommandHooks) => Promise<number>>;
}

const PIPELINE_OPTIONS = ["profile", "set", "data"] as const;
const SELECTION = ["only", "from", "until", "force"] as const;
const STORE_OPTIONS = ["store", "results", "json", "help"] as const;

/** Every command by its name; each is loaded once it is asked for. */
export const COMMANDS: { readonly [name: string]: Command; readonly run: Command } = {
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
      "tracker",
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
    options: [...PIPELINE_OPTIONS, ...SELECTION, "jobs", "executor", ...STORE_OPTIONS],
    examples: [
      "plan qm9-guided",
      "plan qm9-guided --set gammas=[4] --json",
      "plan qm9-guided --executor slurm",
    ],
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
    options: ["metric", ...STORE_OPTIONS],
    examples: ["list", "list qm9-guided --metric validation"],
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
  push: {
    usage: "push PIPELINE",
    help: "Send what is stored here of a pipeline to a second store",
    options: [...PIPELINE_OPTIONS, "until", "remote", ...STORE_OPTIONS],
    examples: [
      "push qm9-guided --remote s3://lab/proseco",
      "push qm9-guided --remote /mnt/lab/proseco --profile standard --until proseco",
    ],
    load: async () => (await import("./commands/remote_commands.ts")).pushCommand,
  },
  pull: {
    usage: "pull PIPELINE",
    help: "Fetch what a second store has of a pipeline, and run nothing",
    options: [...PIPELINE_OPTIONS, "until", "remote", ...STORE_OPTIONS],
    examples: ["pull qm9-guided --remote s3://lab/proseco --profile standard"],
    load: async () => (await import("./commands/remote_commands.ts")).pullCommand,
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
