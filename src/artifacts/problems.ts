import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";

/** Parts of a data set's problems: those by which settings are chosen, and those of the final score. */
export const PROBLEM_PARTS = ["validation", "test"] as const;

/** One of {@linkcode PROBLEM_PARTS}. */
export type ProblemPart = typeof PROBLEM_PARTS[number];

/**
 * What tells right answers from wrong ones: their tests, run in the sandbox; the number that they give;
 * their text.
 */
export const JUDGES = ["code", "math", "exact"] as const;

/** One of {@linkcode JUDGES}. */
export type Judge = typeof JUDGES[number];

/** A problem that a network is to answer. */
export interface Problem {
  /** Of its own over all parts, such as `functions/test/0`. */
  readonly id: string;
  /** What the network is given. */
  readonly prompt: string;
  /** A right answer. */
  readonly answer: string;
  /** Statements of Python that raise an exception unless the answer is right. */
  readonly tests?: readonly string[];
  /** Statements of Python that run between the answer and the tests. */
  readonly setup?: string;
  /** What a chat says before the prompt. */
  readonly system?: string;
}

/** A part of a data set's problems. */
export interface Problems {
  /** Which one. */
  readonly part: ProblemPart;
  /** Of the data set, such as `functions`. */
  readonly name: string;
  /** What tells right answers from wrong ones. */
  readonly judge: Judge;
  /** The problems, at least one. */
  readonly problems: readonly Problem[];
}

const problemsFile: z.ZodType<Problems> = z.strictObject({
  part: z.enum(PROBLEM_PARTS),
  name: z.string(),
  judge: z.enum(JUDGES),
  problems: z.array(z.strictObject({
    id: z.string(),
    prompt: z.string(),
    answer: z.string(),
    tests: z.array(z.string()).optional(),
    setup: z.string().optional(),
    system: z.string().optional(),
  })).min(1),
});

const problemsPath = (folder: string, part: ProblemPart) =>
  join(folder, "problems", `${part}.json`);

/** Writes a part of the problems of a prompted data set into its folder. */
export async function writeProblems(folder: string, problems: Problems): Promise<void> {
  await Deno.mkdir(join(folder, "problems"), { recursive: true });
  await writeJson(problemsPath(folder, problems.part), problems, { indent: 1 });
}

/**
 * Reads a part of the problems of a prompted data set.
 *
 * @param folder Folder of the data set.
 * @throws {UserError} If the file is missing or has another form, naming file and field.
 */
export function readProblems(folder: string, part: ProblemPart): Promise<Problems> {
  return readJson(problemsPath(folder, part), problemsFile, "problems");
}
