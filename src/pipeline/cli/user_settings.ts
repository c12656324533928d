import { join } from "node:path";
import { exists } from "../../support/files.ts";
import type { OptionsByExecutor } from "../executors/executor.ts";
import { parseExecutor, parseExecutorOptions } from "../executors/executor_options.ts";
import { EXECUTORS } from "../executors/executors.ts";
import { executorEntries } from "../file/executor_entries.ts";
import { ProblemList } from "../file/problem.ts";
import { checkKeys, expectMap } from "../file/shape.ts";

/** What a user wants of all pipelines unless they say otherwise. */
export interface UserSettings {
  readonly executor?: string;
  readonly executors: OptionsByExecutor;
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
  if (path === undefined || !exists(path)) return { executors: {} };
  const { parseYaml } = await import("../file/parse_yaml.ts");
  const { readSource } = await import("../file/read_file.ts");
  const problems = new ProblemList();
  const map = expectMap(parseYaml(readSource(path), problems), "The settings", problems);
  if (map !== undefined) {
    checkKeys(map, "the settings", ["executor", "executors", ...EXECUTORS], problems);
  }
  const executor = parseExecutor(map?.entries.get("executor")?.value, problems);
  const told = map === undefined ? new Map() : executorEntries(map, EXECUTORS, problems);
  const executors = await parseExecutorOptions(told, problems);
  problems.throwIfFound();
  return { executor, executors };
}
