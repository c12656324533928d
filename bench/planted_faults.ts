/**
 * Shows that `deno task regress` catches mistakes: plants each in a copy of the project, runs the
 * sweep there and prints which figures gave it away.
 *
 *   deno run -A bench/planted_faults.ts [STORE]
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { print } from "../src/terminal/output.ts";
import { PLANTED_FAULTS, plantFault } from "../tests/planted_faults.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const PARTS = ["src", "tasks", "pipelines", "data", "results/baselines", "results/paper"];

// What no fault touches comes from the store that all copies share.
const folder = await Deno.makeTempDir({ prefix: "planted-" });
const store = Deno.args[0] ?? join(folder, "store");

async function runSweep(copy: string): Promise<{ code: number; table: string; seconds: number }> {
  const started = performance.now();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "regress", "--store", store],
    cwd: copy,
    env: { NO_COLOR: "1" },
    stderr: "inherit",
  }).output();
  const seconds = (performance.now() - started) / 1000;
  return { code, table: new TextDecoder().decode(stdout), seconds };
}

print("| Fault | Exit code | Figures that regressed | Seconds |");
print("| --- | ---: | --- | ---: |");
let missed = 0;
for (const fault of [{ name: "none", edits: [] }, ...PLANTED_FAULTS]) {
  const copy = await Deno.makeTempDir({ dir: folder });
  for (const name of [...PARTS, "deno.json", "deno.lock", "mod.ts"]) {
    await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await plantFault(copy, fault);
  const { code, table, seconds } = await runSweep(copy);
  if ((code === 0) !== (fault.edits.length === 0)) missed++;
  const caught = table.split("\n").filter((line) => /REGRESSED|MISSING/.test(line))
    .map((line) => line.split("|")[1]!.trim());
  print(`| ${fault.name} | ${code} | ${caught.join("; ") || "–"} | ${seconds.toFixed(0)} |`);
  await Deno.writeTextFile(join(folder, `${fault.name.replaceAll(/\W+/g, "-")}.md`), table);
}
print(`\nThe tables lie in ${folder}.`);
Deno.exitCode = missed === 0 ? 0 : 1;
