import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import project from "../../deno.json" with { type: "json" };
import { readCommand, storeFolder } from "./options.ts";
import { EXIT } from "../terminal/exit.ts";
import { print } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";
import { readBaseline, seedCount, writeBaseline } from "../regress/baseline.ts";
import { compareSweep, type Comparison, isFailure } from "../regress/compare.ts";
import { readSweep, type Sweep } from "../regress/sweep.ts";
import { type NamedSweep, SWEEPS } from "../regress/sweeps.ts";
import { comparisonTable, describeComparison } from "../regress/comparison_table.ts";

const SWEEP_LIST = new Intl.ListFormat("en-GB").format(SWEEPS.map(({ name }) => name));

const HELP =
  `Runs small fixed sweeps, compares their figures with the accepted ones, and exits with 1 if any
moved by more than seeds move it, for the better as for the worse, or is not what the algorithm alone
says it must be.

  deno task regress [SWEEP...] [--all] [--accept REASON] [--baselines DIR] [--results DIR]
                    [--store DIR]

The sweeps are ${SWEEP_LIST}; all of them if none is named.

  --accept REASON  measure the spread over more seeds, which takes twice as long, make what came
                   out the baseline, and record why
  --all            show the figures that did not move, too
  --baselines DIR  what to compare with, a file a sweep (results/baselines); a sweep that has none there
                   is held to what the algorithm alone decides
  --results DIR    folder of the runs (results)
  --store DIR      folder of the store (PROSECO_STORE, or .store in the results)

Exit codes: 0 nothing changed; 1 something did; 2 the sweep could not be run or compared.`;

/** Where sweeps run. */
interface Folders {
  readonly results: string;
  readonly store: string;
}

/** Runs a sweep's pipeline with a profile and returns its figures. */
async function runSweep(
  pipeline: string,
  profile: "sweep" | "spread",
  { results, store }: Folders,
): Promise<Sweep> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["task", "--quiet", "pipeline", pipeline, "--profile", profile],
      ...["--results", results, "--store", store],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn().status;
  if (code !== 0) {
    throw new UserError(`Cannot run the sweep: its pipeline ended with exit code ${code}`);
  }
  return await readSweep(join(results, pipeline, "latest", "sweep.json"));
}

function describeMachine(): string {
  const processors = cpus();
  const onnx = project.imports["onnxruntime-node"].split("@").at(-1);
  return `${processors.length} × ${processors[0]?.model ?? "unknown"}, ` +
    `Deno ${Deno.version.deno}, ONNX Runtime ${onnx}`;
}

function describeMove({ name, before, after }: Comparison): string {
  return `${name}: ${before ?? "none"} → ${after ?? "none"}`;
}

/** What is asked of each sweep. */
interface Asked extends Folders {
  /** The file of its baseline. */
  readonly path: string;
  /** Why what comes out is the baseline. @default {undefined}, it is not */
  readonly reason?: string;
  /** Whether figures that did not move are shown. */
  readonly all: boolean;
}

/** Runs a sweep and compares or accepts its figures; returns the exit code. */
async function regressSweep(
  { pipeline }: NamedSweep,
  { path, reason, all, ...folders }: Asked,
): Promise<number> {
  const known = existsSync(path) ? await withGiven(() => readBaseline(path)) : undefined;
  if (reason === undefined && known === undefined) {
    if (!existsSync(dirname(path))) {
      throw new UserError(
        `Cannot compare: there is no folder "${
          dirname(path)
        }"; make a baseline with --accept REASON`,
      );
    }
    print(
      `There is no baseline "${path}": only what the algorithm alone decides is checked; make one with ` +
        "--accept REASON.",
    );
  }
  // The sweep's seeds are the first of the spread's: what ran for one is cached for the other.
  const figures = reason === undefined ? undefined : await runSweep(pipeline, "spread", folders);
  const sweep = await runSweep(pipeline, "sweep", folders);
  const comparisons = compareSweep(sweep, known);
  if (known !== undefined || reason === undefined) {
    print(comparisonTable(comparisons, all));
    print(describeComparison(comparisons));
  }
  if (figures === undefined || reason === undefined) {
    return comparisons.some(isFailure) ? EXIT.failed : EXIT.done;
  }
  const wrong = [...comparisons, ...compareSweep(figures)]
    .find(({ verdict }) => verdict === "WRONG");
  if (wrong !== undefined) {
    throw new UserError(
      `Cannot accept "${wrong.name}": it must be ${wrong.before} within ${wrong.tolerance}, whatever ` +
        `the network: got ${wrong.after}; mend what makes it, or what src/regress says of it`,
    );
  }
  const accepted = {
    accepted: [...known?.accepted ?? [], {
      date: new Date().toISOString().slice(0, 10),
      reason,
      machine: describeMachine(),
      moved: comparisons.filter(({ verdict }) => verdict !== "same" && verdict !== "moved")
        .map(describeMove),
    }],
    sweepSeeds: seedCount(sweep),
    figures,
  };
  await Deno.mkdir(dirname(path), { recursive: true });
  await writeBaseline(path, accepted);
  print(`Accepted in ${path}.`);
  return EXIT.done;
}

/** The sweeps of some names; all if there are none. */
function namedSweeps(names: readonly string[]): readonly NamedSweep[] {
  if (names.length === 0) return SWEEPS;
  return names.map((name) => {
    const sweep = SWEEPS.find((one) => one.name === name);
    if (sweep !== undefined) return sweep;
    throw new UserError(`There is no sweep "${name}": the sweeps are ${SWEEP_LIST}`);
  });
}

/** The command; returns its exit code. */
async function regress(): Promise<number> {
  const { values: options, positionals } = readCommand({
    accept: { type: "string" },
    all: { type: "boolean", default: false },
    baselines: { type: "string", default: "results/baselines" },
    results: { type: "string", default: "results" },
    store: { type: "string" },
  });
  if (options.help) {
    print(HELP);
    return EXIT.done;
  }
  const { baselines, results, all, accept: reason, store = storeFolder(results) } = options;
  if (reason?.trim() === "") {
    throw new UserError(
      "Cannot accept without a reason: say why the figures are what they should be",
    );
  }
  const codes: number[] = [];
  for (const sweep of namedSweeps(positionals)) {
    print(`\n## ${sweep.name}\n`);
    const path = join(baselines, `${sweep.pipeline}.json`);
    codes.push(await regressSweep(sweep, { path, results, store, reason, all }));
  }
  return codes.every((code) => code === EXIT.done) ? EXIT.done : EXIT.failed;
}

if (import.meta.main) await runCommand(regress);
