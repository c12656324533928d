import type { ForeseenJob, ForeseenSubmissions } from "../../executors/executor_module.ts";
import type { Instance } from "../../graph/instance.ts";
import type { PlannedInstance } from "../../plan/plan_pipeline.ts";
import { shellWord } from "../../../support/shell_quote.ts";

const MOST_NAMES = 3;

/** The jobs of what would run: each in the wave after the last of those that it waits for. */
export function foreseenJobs(open: readonly PlannedInstance[]): ForeseenJob[] {
  const waves = new Map<Instance, number>();
  return open.map(({ instance, waitsFor = [] }) => {
    const wave = Math.max(-1, ...waitsFor.map((needed) => waves.get(needed) ?? 0)) + 1;
    waves.set(instance, wave);
    const { name, resources, timeout, executors } = instance;
    return { instance: name, wave, resources, timeout, executors };
  });
}

/** What would be submitted, in lines: the commands with their instances, then the script. */
export function submissionLines(
  { submissions, script }: ForeseenSubmissions,
  title: string,
): string[] {
  const lines = submissions.flatMap(({ wave, command, instances }) => {
    const shown = instances.slice(0, MOST_NAMES).join(", ");
    const more = instances.length - MOST_NAMES;
    return [
      `  ${wave === 0 ? "at once" : `wave ${wave + 1}`}: ${command.map(shellWord).join(" ")}`,
      `      ${shown}${more > 0 ? ` and ${more} more` : ""}`,
    ];
  });
  return [
    `\nWhat ${title} would be given; nothing was submitted:`,
    ...lines,
    "\nThe script of each:",
    ...script.trimEnd().split("\n").map((line) => `  ${line}`),
  ];
}
