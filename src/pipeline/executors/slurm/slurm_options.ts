import { z } from "zod";

/**
 * Arguments by which a submission finds its way back, how many tasks it has, or how its output is
 * read: not the user's to set.
 */
const RESERVED = [
  ...["--array", "-a", "--job-name", "-J", "--output", "-o", "--error", "-e", "--open-mode"],
  ...["--parsable", "--wrap", "--wait", "-W", "--dependency", "-d"],
];

/** Says what is wrong with an argument for `sbatch`, if anything is. */
function extraProblem(argument: string): string | undefined {
  if (!argument.startsWith("-")) {
    return `"${argument}" is no argument of sbatch: write each as one text, such as --nice=100`;
  }
  const name = argument.startsWith("--") ? argument.replace(/=.*$/s, "") : argument.slice(0, 2);
  if (RESERVED.includes(name)) return `"${name}" is set by this program: leave it out`;
}

const argument = z.string().superRefine((text, context) => {
  const message = extraProblem(text);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** What can be told to Slurm of a job beside its resources. */
export const SLURM_OPTIONS = z.strictObject({
  partition: z.string().describe("Partition to run in; else the cluster's default."),
  account: z.string().describe("Account to charge; else the user's default."),
  qos: z.string().describe("Quality of service; else the user's default."),
  constraint: z.string().describe("Features that a node must have, such as a100|h100."),
  extra: z.array(argument).readonly()
    .describe("Further arguments of sbatch, such as --nice=100; those of a task come after."),
}).partial().describe("What to tell Slurm, where it runs there.");

/** What to tell Slurm of a job beside its resources. */
export type SlurmOptions = z.output<typeof SLURM_OPTIONS>;
