/**
 * Folder of the pipeline's own modules, which are no part of any task; nor is what they import, unless
 * the task imports it as well.
 */
export const ENGINE_FOLDER = new URL("./", import.meta.url);

/** Folder that holds this program, with its `src`. */
export const PROGRAM_FOLDER = new URL("../../", import.meta.url);

const PERMISSIONS = ["read", "write", "env", "net", "run", "ffi", "sys", "import"];

/** A command that runs a module of this program as `deno task pipeline` would, without arguments. */
export function programCommandLine(module: string): [command: string, ...args: string[]] {
  const permissions = PERMISSIONS.map((name) => `--allow-${name}`);
  return [Deno.execPath(), "run", "--quiet", ...permissions, module];
}

/** The module that runs instances, whichever module started the program. */
export const EXEC_MODULE = new URL("main.ts", ENGINE_FOLDER);

/** The command that runs one instance, without its options and the key. */
export function execCommandLine(): [command: string, ...args: string[]] {
  return [...programCommandLine(EXEC_MODULE.href), "exec"];
}
