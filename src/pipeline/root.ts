/**
 * Folder of the pipeline's own modules, which are no part of any task; nor is what they import, unless
 * the task imports it as well.
 */
export const ENGINE_FOLDER = new URL("./", import.meta.url);

/** Folder that holds this program, with its `src`. */
export const PROGRAM_FOLDER = new URL("../../", import.meta.url);

const PERMISSIONS = ["read", "write", "env", "net", "run", "ffi", "sys", "import"] as const;

/** What a process of this program may do. */
export type ProgramPermission = typeof PERMISSIONS[number];

/**
 * A command that runs a module of this program, without arguments.
 *
 * @param permissions What it may do, without limits. @default {all, as `deno task pipeline` may}
 */
export function programCommandLine(
  module: string,
  permissions: readonly ProgramPermission[] = PERMISSIONS,
): [command: string, ...args: string[]] {
  const flags = permissions.map((name) => `--allow-${name}`);
  return [Deno.execPath(), "run", "--quiet", ...flags, module];
}

/** The module that runs instances, whichever module started the program. */
export const EXEC_MODULE = new URL("main.ts", ENGINE_FOLDER);

/**
 * The command that runs one instance, without its options and the key. It sees to the store and starts
 * the process of the task, which may do less; so it needs neither network nor native libraries.
 */
export function execCommandLine(): [command: string, ...args: string[]] {
  return [...programCommandLine(EXEC_MODULE.href, ["read", "write", "env", "run", "sys"]), "exec"];
}
