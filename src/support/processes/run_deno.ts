import { childEnvironment } from "./child_environment.ts";

/** How {@linkcode runDeno} runs. */
export interface RunDenoOptions {
  /** What it is for, as errors begin: `Cannot make the playground`. */
  readonly purpose: string;
  /** Folder that it starts in. @default {that of this process} */
  readonly cwd?: string;
}

/**
 * Runs the Deno of this process for what it leaves in files.
 *
 * @throws {Error} If it fails, with what it says.
 */
export async function runDeno(
  args: readonly string[],
  { purpose, cwd }: RunDenoOptions,
): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    ...{ args: [...args], cwd, ...childEnvironment() },
    ...{ stdout: "null", stderr: "piped" },
  }).output();
  if (success) return;
  const said = new TextDecoder().decode(stderr).trim();
  throw new Error(`${purpose}: ${said || `deno ${args[0]} failed`}`);
}
