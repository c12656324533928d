import { UserError } from "../../../support/user_error.ts";

/** What a command of Slurm's said when it failed. */
export class SlurmError extends Error {
  /** Name of the class. */
  override name = "SlurmError";
  /** Whether the same may work later. */
  readonly isTransient: boolean;

  /** @param message What it wrote to standard error. */
  constructor(message: string) {
    super(message);
    this.isTransient = TRANSIENT.test(message);
  }
}

/**
 * What Slurm says when its controller cannot be reached, is busy or restarting, or when the user has
 * as many jobs as a limit allows: all of it passes.
 */
const TRANSIENT = new RegExp(
  [
    ...["contact slurm controller", "timed? ?out", "zero bytes", "connection (refused|reset)"],
    ...["temporarily unab?vaila?ble", "temporarily unable", "standby mode", "communication"],
    ...["transport endpoint", "unable to establish", "no route to host", "in a shut ?down"],
    ...["submit ?jobs?\\w*limit", "job submit limit", "job count limit", "munge", "credential"],
  ].join("|"),
  "i",
);

/** A job that runs this program has variables of its own that must not rule those it submits. */
function clientEnvironment(): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !name.startsWith("SLURM_") || name === "SLURM_CONF"
  );
  return Object.fromEntries(kept);
}

/** Options of {@linkcode runClient}. */
export interface ClientOptions {
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder. */
  readonly cwd?: string;
}

/**
 * Runs one of Slurm's commands and gives what it writes.
 *
 * @throws {SlurmError} If it fails.
 * @throws {UserError} If there is no such command here.
 */
export async function runClient(
  command: string,
  args: readonly string[],
  { env, cwd }: ClientOptions = {},
): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(command, {
      args: [...args],
      clearEnv: true,
      env: { ...clientEnvironment(), ...env },
      cwd,
      stdin: "null",
      // Out of reach of Ctrl-C: a submission is made or not, never torn.
      detached: Deno.build.os !== "windows",
    }).output();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UserError(
      `Cannot run "${command}": there is no Slurm on this machine. ` +
        "Run on a node of the cluster, or with --executor local",
      { cause },
    );
  }
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const said = decoder.decode(output.stderr).trim() || `${command} ended with code ${output.code}`;
  throw new SlurmError(said.replaceAll(/^\w+: (error|fatal): /gm, ""));
}
