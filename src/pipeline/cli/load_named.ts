import { resolve } from "node:path";
import { loadPipeline, type Pipeline, pipelineFiles } from "../graph/load.ts";
import { UserError } from "../../support/user_error.ts";
import type { Arguments } from "./arguments.ts";

/** Hands the folder of `--data` on to the tasks, which find their data sets by the environment. */
export function applyDataOption(args: Arguments): void {
  const data = args.text("data");
  if (data !== undefined) Deno.env.set("PROSECO_DATA", resolve(data));
}

/** Loads the pipeline that the command line names, with its profile and settings. */
export function loadNamed(args: Arguments, root: string): Promise<Pipeline> {
  const [name] = args.positionals;
  if (name === undefined) {
    const known = [...pipelineFiles(root).keys()].map((file) => `\n  ${file}`).join("");
    throw new UserError(
      `Name a pipeline: deno task pipeline NAME${known === "" ? "" : `\nKnown:${known}`}`,
    );
  }
  applyDataOption(args);
  return loadPipeline(name, { root, profile: args.text("profile"), set: args.texts("set") });
}
