import { doesNotMatch, ok } from "node:assert/strict";
import { parse } from "yaml";
import project from "../deno.json" with { type: "json" };

const FOLDER = new URL("../.github/workflows/", import.meta.url);

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, { steps: { run?: string }[] }>>;
}

Deno.test("the workflows run tasks that exist, on each push and each night", async () => {
  const workflow: Workflow = parse(await Deno.readTextFile(new URL("ci.yml", FOLDER)));
  for (const event of ["push", "schedule"]) ok(event in workflow.on, event);
  const commands = Object.values(workflow.jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? [])
  ).join("\n");
  const tasks = [...commands.matchAll(/\$DENO task (?:--quiet )?(\S+)/g)].map(([, name]) => name);
  ok(tasks.includes("regress"));
  for (const name of tasks) ok(name! in project.tasks, `there is no task "${name}"`);
  ok(/^\.ci\/run$/m.test(commands) || commands.includes(".ci/run"));
});

Deno.test("no file of the workflows names a registry's host", async () => {
  for await (const { name } of Deno.readDir(FOLDER)) {
    doesNotMatch(await Deno.readTextFile(new URL(name, FOLDER)), /\w+\.(?:org|com|io|dev|land)\b/);
  }
});
