import { UserError } from "../../support/user_error.ts";
import type { SplitProblems } from "../problems/split_problems.ts";
import type { EncodedProblems, RefusedRow } from "./encode_problems.ts";

/** Rows that are named. */
const MOST_NAMED = 5;

/** Counts rows that are left out, by why. */
export function countRefused(
  refused: readonly RefusedRow[],
): Readonly<Record<RefusedRow["kind"], number>> {
  const count = (kind: RefusedRow["kind"]) => refused.filter((row) => row.kind === kind).length;
  return { tooLong: count("tooLong"), unencodable: count("unencodable") };
}

/** Names the first rows that are left out, one a line, and says how many follow. */
export function describeRefused(refused: readonly RefusedRow[]): string[] {
  const lines = refused.slice(0, MOST_NAMED).map(({ part, name, reason }) =>
    `${part}: ${name}: ${reason}`
  );
  const more = refused.length - lines.length;
  return more === 0 ? lines : [...lines, `any part: ${more} more`];
}

/**
 * Refuses to go on where too many rows are left out.
 *
 * @param options `share`: most of a part's rows that may be; `mayBeEmpty`: whether there need be no rows
 *   to train on.
 * @throws {UserError} If there are more, or none is left.
 */
export function refuseTooMany(
  problems: SplitProblems,
  { refused, promptPositions, answerPositions }: EncodedProblems,
  { share, mayBeEmpty }: { readonly share: number; readonly mayBeEmpty: boolean },
): void {
  for (const part of ["train", "validation", "test"] as const) {
    const lost = refused.filter((row) => row.part === part), rows = problems[part].length;
    if (lost.length <= share * rows && lost.length < rows) continue;
    const [first] = lost;
    if (first === undefined) {
      if (part === "train" && mayBeEmpty) continue;
      throw new UserError(`Cannot make a data set: ${part} has no rows`);
    }
    throw new UserError(
      `Cannot use ${lost.length} of the ${rows} rows of ${part}, such as ${first.name}: ` +
        `${first.reason}, where ${promptPositions} and ${answerPositions} have room; raise ` +
        `promptPositions or answerPositions, or tooLongShare (now ${share}) to go on without them`,
    );
  }
}
