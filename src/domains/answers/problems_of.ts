import type { Completions } from "../../artifacts/completions.ts";
import {
  type Judge,
  PROBLEM_PARTS,
  type Problems,
  readProblems,
} from "../../artifacts/problems.ts";
import { UserError } from "../../support/user_error.ts";

/**
 * The problems that completions answer: those of the part that their settings say they were drawn for,
 * so that answers to what a network was trained on are never scored.
 *
 * @param folder A data set of `data/prompted`.
 * @param settings Of the completions; they must name their `part`.
 * @param judge What the problems must be judged by.
 * @throws {UserError} If the settings name no part, or one that has no problems, or the problems are
 *   judged by something else.
 */
export async function problemsOf(
  folder: string,
  { settings }: Pick<Completions, "settings">,
  judge: Judge,
): Promise<Problems> {
  const part = PROBLEM_PARTS.find((one) => one === settings.part);
  if (part === undefined) {
    throw new UserError(
      `Cannot score the completions: the part of the problems that their settings name must be ` +
        `${PROBLEM_PARTS.join(" or ")}: got ${JSON.stringify(settings.part) ?? "none"}`,
    );
  }
  const problems = await readProblems(folder, part);
  if (problems.judge !== judge) {
    throw new UserError(
      `Cannot score "${problems.name}" by eval/${judge}: it is judged by eval/${problems.judge}`,
    );
  }
  return problems;
}

/**
 * Checks that problems come from one place alone.
 *
 * @param dataset The parameter of a task that names a data set of this project.
 * @param problems The task's input of the same name.
 * @throws {UserError} If both are given, or neither.
 */
export function checkSource(dataset: string | undefined, problems: string | undefined): void {
  if ((dataset === undefined) !== (problems === undefined)) return;
  throw new UserError(
    'Cannot score the completions: give either the parameter "dataset" or the input "problems"' +
      (dataset === undefined ? "" : `, not both: got "${dataset}" and "${problems}"`),
  );
}
