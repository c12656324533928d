import { join } from "node:path";
import { type ExecutorName, parseExecutor } from "../executors/executor_name.ts";
import { ProblemList } from "../file/problem.ts";
import { checkKeys, expectMap } from "../file/shape.ts";
import type { SlurmOptions } from "../executors/slurm/slurm_options.ts";
import { parseSlurmOptions } from "../executors/slurm/parse_options.ts";
import { exists } from "../../support/files.ts";

/** What a user wants of all pipelines unless they say otherwise. */
export interface UserSettings {
  readonly executor?: ExecutorName;
  readonly slurm?: SlurmOptions;
}

function settingsPath(): string | undefined {
  const home = Deno.env.get("HOME");
  const folder = Deno.env.get("XDG_CONFIG_HOME") ?? (home && join(home, ".config"));
  return folder && join(folder, "proseco.yaml");
}

/**
 * Reads `~/.config/proseco.yaml`, if there is one.
 *
 * @throws {PipelineError} If anything in it is wrong.
 */
export async function readUserSettings(): Promise<UserSettings> {
  const path = settingsPath();
  if (path === undefined || !exists(path)) return {};
  const { parseYaml } = await import("../file/yaml.ts");
  const { readSource } = await import("../file/read_file.ts");
  const problems = new ProblemList();
  const map = expectMap(parseYaml(readSource(path), problems), "The settings", problems);
  if (map !== undefined) checkKeys(map, "the settings", ["executor", "slurm"], problems);
  const executor = parseExecutor(map?.entries.get("executor")?.value, problems);
  const slurm = parseSlurmOptions(map?.entries.get("slurm")?.value, problems);
  problems.throwIfFound();
  return { executor, slurm };
}
