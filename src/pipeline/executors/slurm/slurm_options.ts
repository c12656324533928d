/** What to tell Slurm of a job beside its resources. */
export interface SlurmOptions {
  /** Partition to run in. @default {the cluster's default} */
  readonly partition?: string;
  /** Account to charge. @default {the user's default} */
  readonly account?: string;
  /** Quality of service. @default {the user's default} */
  readonly qos?: string;
  /** Features that a node must have, such as `a100|h100`. */
  readonly constraint?: string;
  /** Further arguments for `sbatch`, such as `--nice=100`. */
  readonly extra?: readonly string[];
}

/** Names of {@linkcode SlurmOptions} whose values are text. */
export const SLURM_TEXTS = ["partition", "account", "qos", "constraint"] as const;

/**
 * Arguments by which a submission finds its way back, how many tasks it has, or how its output is
 * read: not the user's to set.
 */
const RESERVED = [
  ...["--array", "-a", "--job-name", "-J", "--output", "-o", "--error", "-e", "--open-mode"],
  ...["--parsable", "--wrap", "--wait", "-W", "--dependency", "-d"],
];

/** Says what is wrong with an argument for `sbatch`, if anything is. */
export function extraProblem(argument: string): string | undefined {
  if (!argument.startsWith("-")) {
    return `"${argument}" is no argument of sbatch: write each as one text, such as --nice=100`;
  }
  const [name] = argument.startsWith("--") ? argument.split("=") : [argument.slice(0, 2)];
  if (RESERVED.includes(name)) return `"${name}" is set by this program: leave it out`;
}

/** Lays options over others; what `over` leaves out stays, and further arguments come after. */
export function mergeSlurmOptions(base: SlurmOptions = {}, over: SlurmOptions = {}): SlurmOptions {
  const extra = [...base.extra ?? [], ...over.extra ?? []];
  return { ...base, ...over, ...extra.length > 0 && { extra } };
}
