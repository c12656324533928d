import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Pipeline } from "../graph/load.ts";
import { chooseExecutor } from "./choose_executor.ts";
import { readArguments } from "./arguments.ts";

/** Runs something with `~/.config/proseco.yaml` holding a text, or without such a file. */
async function withSettings<Result>(
  text: string | undefined,
  use: () => Promise<Result>,
): Promise<Result> {
  const folder = Deno.makeTempDirSync();
  const before = Deno.env.get("XDG_CONFIG_HOME");
  Deno.env.set("XDG_CONFIG_HOME", folder);
  if (text !== undefined) Deno.writeTextFileSync(join(folder, "proseco.yaml"), text);
  try {
    return await use();
  } finally {
    if (before === undefined) Deno.env.delete("XDG_CONFIG_HOME");
    else Deno.env.set("XDG_CONFIG_HOME", before);
    Deno.removeSync(folder, { recursive: true });
  }
}

function choose(args: string[], pipeline: Partial<Pick<Pipeline, "executor" | "executors">> = {}) {
  return chooseExecutor(readArguments(args, ["executor"]), { executors: {}, ...pipeline });
}

Deno.test("chooseExecutor() takes the command line, then the pipeline, then the user's settings", async () => {
  const titleOf = (args: string[], pipeline: Pick<Pipeline, "executor">) =>
    choose(args, pipeline).then(({ executor }) => executor.title);
  strictEqual(await withSettings(undefined, () => titleOf([], {})), "this machine");
  const settings = "executor: slurm\n";
  strictEqual(await withSettings(settings, () => titleOf([], {})), "Slurm");
  strictEqual(
    await withSettings(settings, () => titleOf([], { executor: "local" })),
    "this machine",
  );
  strictEqual(
    await withSettings(settings, () => titleOf(["--executor", "slurm"], { executor: "local" })),
    "Slurm",
  );
});

Deno.test("chooseExecutor() lays what the pipeline tells an executor over what the user does", async () => {
  const executors = { slurm: { partition: "gpu" } };
  for (
    const settings of [
      "executor: slurm\nslurm: { account: lab, partition: cpu }\n",
      "executor: slurm\nexecutors: { slurm: { account: lab, partition: cpu } }\n",
    ]
  ) {
    const { options } = await withSettings(settings, () => choose([], { executors }));
    deepStrictEqual(options, { account: "lab", partition: "gpu" });
  }
});

Deno.test("chooseExecutor() tells mistakes with what was probably meant", async () => {
  await rejects(withSettings(undefined, () => choose(["--executor", "slrum"])), (error: Error) => {
    match(error.message, /^Unknown executor "slrum"\. .*"slurm"/);
    return true;
  });
  await rejects(withSettings("executer: slurm\n", () => choose([])), (error: Error) => {
    match(error.message, /proseco\.yaml:1:1: Unknown key "executer" in the settings/);
    return true;
  });
});
