/**
 * Shows that `deno task regress` catches mistakes, and nothing else: plants each in a copy of the
 * project, runs the sweep there and prints which figures gave it away.
 *
 *   deno run -A bench/planted_faults.ts [--store DIR] [--seeds N] [NAME...]
 *
 * With names, or parts of them, plants those alone. Other rounding must pass. Fewer seeds than the
 * sweep's are quicker and see less.
 */
import { parseArgs } from "node:util";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { SWEEPS } from "../src/regress/sweeps.ts";
import { print } from "../src/terminal/output.ts";
import {
  OTHER_ROUNDING,
  PLANTED_FAULTS,
  type PlantedFault,
  plantFault,
} from "../tests/planted_faults.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const PARTS = ["src", "tasks", "pipelines", "data", "results/baselines", "results/paper"];

// What no fault touches comes from the store that all copies share.
const folder = await Deno.makeTempDir({ prefix: "planted-" });
const { values: options, positionals: names } = parseArgs({
  args: Deno.args,
  options: { store: { type: "string", default: join(folder, "store") }, seeds: { type: "string" } },
  allowPositionals: true,
});
const HARMLESS: readonly PlantedFault[] = [
  ...SWEEPS.map(({ name }) => ({ name: `none in ${name}`, sweep: name, edits: [] })),
  ...OTHER_ROUNDING,
];

interface SweepRun {
  readonly code: number;
  readonly table: string;
  readonly seconds: number;
}

async function runSweep(copy: string, sweep: string): Promise<SweepRun> {
  const started = performance.now();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "regress", sweep, "--store", options.store],
    cwd: copy,
    env: { NO_COLOR: "1" },
    stderr: "inherit",
  }).output();
  const seconds = (performance.now() - started) / 1000;
  return { code, table: new TextDecoder().decode(stdout), seconds };
}

print("| Fault | Exit code | Figures that failed | Seconds |");
print("| --- | ---: | --- | ---: |");
let missed = 0;
for (const fault of [...HARMLESS, ...PLANTED_FAULTS]) {
  if (names.length > 0 && !names.some((name) => fault.name.includes(name))) continue;
  const copy = await Deno.makeTempDir({ dir: folder });
  for (const name of [...PARTS, "deno.json", "deno.lock", "mod.ts"]) {
    await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await plantFault(copy, fault);
  const { name, pipeline } = SWEEPS.find(({ name }) => name === (fault.sweep ?? "molecules"))!;
  if (options.seeds !== undefined) {
    const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);
    await plantFault(copy, {
      name: "fewer seeds",
      edits: [{
        file: `pipelines/${pipeline}.yaml`,
        find: "default: [1, 2, 3, 4]",
        replace: `default: [${seeds}]`,
      }],
    });
  }
  const { code, table, seconds } = await runSweep(copy, name);
  if ((code === 0) !== HARMLESS.includes(fault)) missed++;
  const caught = table.split("\n").filter((line) => /WRONG|REGRESSED|CHANGED|MISSING/.test(line))
    .map((line) => line.split("|")[1]!.trim());
  print(`| ${fault.name} | ${code} | ${caught.join("; ") || "–"} | ${seconds.toFixed(0)} |`);
  await Deno.writeTextFile(join(folder, `${fault.name.replaceAll(/\W+/g, "-")}.md`), table);
}
print(`\nThe tables lie in ${folder}.`);
Deno.exitCode = missed === 0 ? 0 : 1;
