/** Folder of the pipeline's own modules, which are no part of any task. */
export const ENGINE_FOLDER = new URL("./", import.meta.url);

const PERMISSIONS = ["read", "write", "env", "net", "run", "ffi", "sys", "import"];

/** A command that runs a module of this program as `deno task pipeline` would, without arguments. */
export function programCommandLine(module: string): string[] {
  const permissions = PERMISSIONS.map((name) => `--allow-${name}`);
  return [Deno.execPath(), "run", "--quiet", ...permissions, module];
}

/** The command that runs one instance, without its options and the key. */
export function execCommandLine(): string[] {
  return [...programCommandLine(new URL("main.ts", ENGINE_FOLDER).href), "exec"];
}
