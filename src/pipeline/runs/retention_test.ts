import { deepStrictEqual } from "node:assert/strict";
import { keptRuns, type RetentionOptions, type RunTrace } from "./retention.ts";

/** Runs in the order in which they began, written as `request:status`. */
function tracesOf(...runs: string[]): RunTrace[] {
  return runs.map((text, i) => {
    const [request, status] = text.split(":") as [string, string];
    const folder = `results/p/${i}`;
    const isWhole = status === "done";
    const rest = { pipeline: "p", keys: new Set<string>(), touchedAt: i };
    return { run: `${i}`, folder, status, isWhole, request, ...rest };
  });
}

function kept(runs: RunTrace[], options: RetentionOptions): string[] {
  return [...keptRuns(runs, options)].map(({ run }) => run).sort();
}

Deno.test("The last whole runs of each pipeline are kept", () => {
  const runs = tracesOf("a:done", "b:done", "a:done");
  deepStrictEqual(kept(runs, { last: 2 }), ["1", "2"]);
  const other = runs.map((run) => ({ ...run, run: `q${run.run}`, folder: `results/q/${run.run}` }));
  deepStrictEqual(kept([...runs, ...other], { last: 1 }), ["2", "q2"]);
});

Deno.test("An unfinished run is kept until one that was asked for the same came to its end", () => {
  const runs = ["long:killed", "long:stopped", "short:done", "short:killed"];
  deepStrictEqual(kept(tracesOf(...runs), { last: 1 }), ["0", "1", "2", "3"]);
  deepStrictEqual(kept(tracesOf(...runs, "long:done"), { last: 1 }), ["3", "4"]);
});

Deno.test("Of unfinished runs only the newest are kept where that is asked for", () => {
  const runs = tracesOf("a:killed", "b:failed", "c:stopped");
  deepStrictEqual(kept(runs, { last: 1, lastOpen: 1 }), ["2"]);
});

Deno.test("A run that goes on is kept, however old", () => {
  deepStrictEqual(kept(tracesOf("a:running", "a:done"), { last: 0, lastOpen: 0 }), ["0"]);
});
