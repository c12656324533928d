import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import project from "../../deno.json" with { type: "json" };
import { readOptions, storeFolder } from "./options.ts";
import { EXIT } from "../terminal/exit.ts";
import { print } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";
import { readBaseline, seedCount, writeBaseline } from "../regress/baseline.ts";
import { compareSweep, type Comparison, isFailure } from "../regress/compare.ts";
import { readSweep, type Sweep } from "../regress/sweep.ts";
import { comparisonTable, describeComparison } from "../regress/comparison_table.ts";

const HELP =
  `Runs a small fixed sweep, compares its figures with the accepted ones, and exits with 1 if any
moved by more than seeds move it, for the better as for the worse, or is not what the algorithm alone
says it must be.

  deno task regress [--all] [--accept REASON] [--baseline FILE] [--results DIR] [--store DIR]

  --accept REASON  measure the spread over more seeds, which takes twice as long, make what came
                   out the baseline, and record why
  --all            show the figures that did not move, too
  --baseline FILE  what to compare with (results/baselines/regress.json)
  --results DIR    folder of the runs (results)
  --store DIR      folder of the store (PROSECO_STORE, or .store in the results)

Exit codes: 0 nothing changed; 1 something did; 2 the sweep could not be run or compared.`;

const PIPELINE = "regress";

/** Runs the sweep's pipeline with a profile and returns its figures. */
async function runSweep(
  profile: "sweep" | "spread",
  results: string,
  store: string,
): Promise<Sweep> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["task", "--quiet", "pipeline", PIPELINE, "--profile", profile],
      ...["--results", results, "--store", store],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn().status;
  if (code !== 0) {
    throw new UserError(`Cannot run the sweep: its pipeline ended with exit code ${code}`);
  }
  return await readSweep(join(results, PIPELINE, "latest", "sweep.json"));
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

/** The command; returns its exit code. */
async function regress(): Promise<number> {
  const options = readOptions({
    accept: { type: "string" },
    all: { type: "boolean", default: false },
    baseline: { type: "string", default: "results/baselines/regress.json" },
    store: { type: "string" },
  });
  if (options.help) {
    print(HELP);
    return EXIT.done;
  }
  const { baseline: path, results, accept: reason } = options;
  const store = options.store ?? storeFolder(results);
  const known = existsSync(path) ? await withGiven(() => readBaseline(path)) : undefined;
  if (reason === undefined && known === undefined) {
    throw new UserError(
      `Cannot compare: there is no baseline "${path}"; make one with --accept REASON`,
    );
  }
  if (reason?.trim() === "") {
    throw new UserError(
      "Cannot accept without a reason: say why the figures are what they should be",
    );
  }
  // The sweep's seeds are the first of the spread's: what ran for one is cached for the other.
  const figures = reason === undefined ? undefined : await runSweep("spread", results, store);
  const sweep = await runSweep("sweep", results, store);
  const comparisons = compareSweep(sweep, known);
  if (known !== undefined) {
    print(comparisonTable(comparisons, options.all));
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

if (import.meta.main) await runCommand(regress);
