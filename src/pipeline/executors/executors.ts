import { suggest } from "../../support/suggest.ts";
import { UserError } from "../../support/user_error.ts";
import type { Executor } from "./executor.ts";
import type { CreateExecutorOptions, ExecutorModule } from "./executor_module.ts";

/** Every executor: a folder whose module is loaded once it is asked for. */
const MODULES: Readonly<Record<string, () => Promise<{ readonly default: ExecutorModule }>>> = {
  local: () => import("./local/local.ts"),
  slurm: () => import("./slurm/slurm.ts"),
};

/** Where instances run unless something else is said: in processes of this machine. */
export const DEFAULT_EXECUTOR = "local";

/** Names of all executors. */
export const EXECUTORS: readonly string[] = Object.keys(MODULES);

/** Whether a text names an executor. */
export function isExecutor(name: string): boolean {
  return Object.hasOwn(MODULES, name);
}

/**
 * Loads what an executor is.
 *
 * @throws {UserError} If there is none of that name.
 */
export async function loadExecutor(name: string): Promise<ExecutorModule> {
  const load = isExecutor(name) ? MODULES[name] : undefined;
  if (load === undefined) {
    throw new UserError(`Unknown executor "${name}". ${suggest(name, EXECUTORS)}`);
  }
  return (await load()).default;
}

/** Loads all executors. */
export function loadExecutors(): Promise<[name: string, module: ExecutorModule][]> {
  return Promise.all(EXECUTORS.map(async (name) => [name, await loadExecutor(name)]));
}

/**
 * Makes an executor.
 *
 * @param name Such as `local`, which runs each job in a process of this machine.
 * @throws {UserError} If there is none of that name.
 */
export async function createExecutor(
  name: string,
  options: CreateExecutorOptions,
): Promise<Executor> {
  return (await loadExecutor(name)).create(options);
}
