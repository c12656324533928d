import { parseArgs } from "node:util";
import { join } from "node:path";
import { EXECUTORS } from "../executors/executors.ts";
import { UserError } from "../../support/user_error.ts";
import { explainOption } from "../../terminal/explain_option.ts";

/** One option of the command line. */
interface OptionHelp {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
}

/** All options; a command names those it takes. */
export const OPTIONS = {
  profile: { type: "string", short: "p", value: "NAME", help: "Take the parameters of a profile" },
  set: {
    type: "string",
    multiple: true,
    value: "PATH=VALUE",
    help: "Set a parameter, or TASK.PARAMETER of one task",
  },
  data: { type: "string", value: "DIR", help: "Folder with data sets (sets PROSECO_DATA)" },
  jobs: {
    type: "string",
    short: "j",
    value: "N",
    help: "Tasks at one time; on a cluster, of an array",
  },
  executor: { type: "string", value: "NAME", help: `Where tasks run: ${EXECUTORS.join(" or ")}` },
  detach: { type: "boolean", help: "Leave the whole run to the executor, as a job of its own" },
  gpus: { type: "string", value: "N", help: "Accelerators that tasks may share out" },
  store: {
    type: "string",
    value: "DIR",
    help: "The store (PROSECO_STORE, else results/.store)",
  },
  results: { type: "string", value: "DIR", help: "Folder for runs; default results" },
  force: {
    type: "string",
    multiple: true,
    value: "TASK",
    help: "Run a task or instance even if it is cached",
  },
  only: { type: "string", multiple: true, value: "TASK", help: "Run this and nothing else" },
  from: { type: "string", multiple: true, value: "TASK", help: "Run this and what hangs on it" },
  until: { type: "string", multiple: true, value: "TASK", help: "Run this and what it needs" },
  "keep-going": {
    type: "boolean",
    short: "k",
    help: "After a failure go on with what does not need it",
  },
  remote: {
    type: "string",
    value: "URL",
    help: "A second store: s3://BUCKET/PREFIX or a folder (PROSECO_REMOTE)",
  },
  tracker: {
    type: "string",
    value: "URL",
    help: "An MLflow server that is told of the run (PROSECO_TRACKER)",
  },
  svg: { type: "boolean", help: "Draw as SVG" },
  keep: { type: "string", multiple: true, value: "RUN", help: "Keep this run, however old" },
  last: {
    type: "string",
    value: "N",
    help: "Keep the last N whole runs of each pipeline; default 3",
  },
  age: { type: "string", value: "HOURS", help: "Keep what was touched later; default 1" },
  yes: { type: "boolean", help: "Do it, instead of only saying what would be done" },
  cpus: { type: "string", value: "N", help: "Cores that a task may use which takes all" },
  metric: { type: "string", value: "METRIC", help: "Show a metric, means over seeds, by task" },
  sort: { type: "string", value: "METRIC", help: "Order rows by a metric, the smallest first" },
  csv: { type: "boolean", help: "Write CSV" },
  mend: { type: "boolean", help: "Forget what is damaged, so that it runs again" },
  json: { type: "boolean", help: "Write JSON" },
  help: { type: "boolean", short: "h", help: "Show this help" },
} as const satisfies Record<string, OptionHelp>;

/** Name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** Options and names given on the command line. */
export interface Arguments {
  readonly positionals: readonly string[];
  text(name: OptionName): string | undefined;
  texts(name: OptionName): readonly string[];
  flag(name: OptionName): boolean;
  /** A whole number, from 0 unless told otherwise. */
  count(name: OptionName, least?: number): number | undefined;
}

/** Reads the command line of a command that takes the given options. */
export function readArguments(args: readonly string[], names: readonly OptionName[]): Arguments {
  const options = Object.fromEntries(names.map((name) => {
    const { type, ...rest }: OptionHelp = OPTIONS[name];
    const { multiple, short } = rest;
    return [name, { type, ...multiple && { multiple }, ...short && { short } }];
  }));
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw explainOption(error as Error, names);
  }
  const { values, positionals } = parsed;
  return {
    positionals,
    text: (name) => values[name] as string | undefined,
    texts: (name) =>
      ((values[name] ?? []) as string[]).flatMap((value) =>
        name === "set" ? [value] : splitNames(value)
      ),
    flag: (name) => values[name] === true,
    count: (name, least = 0) => {
      const value = values[name] as string | undefined;
      if (value === undefined) return undefined;
      const number = Number(value);
      if (value.trim() !== "" && Number.isInteger(number) && number >= least) return number;
      throw new UserError(`--${name} takes a whole number from ${least}: got "${value}"`);
    },
  };
}

/** Cuts `a,b[x,y]` at the commas outside brackets. */
function splitNames(text: string): string[] {
  return text.split(/,(?![^[]*\])/).map((name) => name.trim()).filter((name) => name !== "");
}

/** The store that the user named, if any. */
export function namedStore(args: Arguments): string | undefined {
  return args.text("store") ?? Deno.env.get("PROSECO_STORE");
}

/** Where the store is. */
export function storePath(args: Arguments, root: string): string {
  return namedStore(args) ?? join(resultsPath(args, root), ".store");
}

/** Where the folders of runs are. */
export function resultsPath(args: Arguments, root: string): string {
  return args.text("results") ?? join(root, "results");
}
