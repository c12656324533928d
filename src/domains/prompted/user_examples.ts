import type { Judge, Problem } from "../../artifacts/problems.ts";
import { wholePrompt } from "../../artifacts/prompts/whole_prompt.ts";
import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import { UserError } from "../../support/user_error.ts";
import type { SplitProblems } from "../problems/split_problems.ts";
import type { MostOfParts } from "./published_problems.ts";

/** Names of the fields of a row. */
export interface FieldNames {
  /** What is given. */
  readonly prompt: string;
  /** What is to be answered. */
  readonly answer: string;
  /** Of its own; a row may have none. */
  readonly id: string;
  /** A statement of Python, or several, that raise an exception unless an answer is right; optional. */
  readonly tests: string;
  /** What a chat says before the prompt; optional. */
  readonly system: string;
}

/** A file of examples. */
export interface ExampleFile {
  /** For errors. */
  readonly path: string;
  /** One object in JSON on each line. */
  readonly text: string;
}

/** Share of the rows that is held out for each part, where no number is given. */
const HELD_OUT_SHARE = 0.1;

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60) ?? "nothing";

/**
 * Reads examples, one object in JSON a line; empty lines are passed over.
 *
 * @param name Of the examples: a row without an id is called by it and the number of its line.
 * @throws {UserError} If a line is none, naming file, line and field.
 */
export function parseExamples(
  { path, text }: ExampleFile,
  fields: FieldNames,
  name: string,
): Problem[] {
  const lineOf = new Map<string, number>();
  return text.split("\n").flatMap((line, index): Problem[] => {
    if (line.trim() === "") return [];
    const fail = (reason: string): never => {
      throw new UserError(`Cannot read examples "${path}": line ${index + 1}: ${reason}`);
    };
    let row: Record<string, unknown>;
    try {
      row = JSON.parse(line);
    } catch (error) {
      return fail((error as Error).message);
    }
    if (row === null || typeof row !== "object" || Array.isArray(row)) {
      return fail(`it must be an object: got ${shown(row)}`);
    }
    const has = (field: keyof FieldNames) => row[fields[field]] != null;
    const textOf = (field: keyof FieldNames): string => {
      const value = row[fields[field]];
      if (typeof value === "string" && value !== "") return value;
      const known = has(field) ? "" : `; the line has ${Object.keys(row).join(", ") || "no field"}`;
      return fail(
        `field "${fields[field]}" must be a text that is not empty: got ${shown(value)}${known}`,
      );
    };
    const testsOf = (): string[] => {
      const value = row[fields.tests], tests = typeof value === "string" ? [value] : value;
      const isTexts = Array.isArray(tests) && tests.length > 0 &&
        tests.every((test) => typeof test === "string");
      return isTexts ? tests : fail(
        `field "${fields.tests}" must be a statement or a list of them: got ${shown(value)}`,
      );
    };
    const given = row[fields.id];
    const id = typeof given === "number"
      ? String(given)
      : has("id")
      ? textOf("id")
      : `${name}/${index + 1}`;
    const before = lineOf.get(id);
    if (before !== undefined) fail(`field "${fields.id}" is ${shown(id)}, as on line ${before}`);
    lineOf.set(id, index + 1);
    return [{
      ...{ id, prompt: textOf("prompt"), answer: textOf("answer") },
      ...(has("tests") && { tests: testsOf() }),
      ...(has("system") && { system: textOf("system") }),
    }];
  });
}

/**
 * Splits examples at random; an example whose prompt is held out is not trained on.
 *
 * @throws {UserError} If there are too few of them.
 */
export function splitExamples(
  examples: readonly Problem[],
  key: RandomKey,
  { name, judge, most }: {
    readonly name: string;
    readonly judge: Judge;
    readonly most: MostOfParts;
  },
): SplitProblems {
  const untested = judge === "code" && examples.find(({ tests }) => tests === undefined);
  if (untested) {
    throw new UserError(
      `Cannot judge example ${
        shown(untested.id)
      } by its tests: it has none; set judge to math or exact`,
    );
  }
  const order = new RandomStream(foldIn(key, STREAMS.holdout)).permutation(examples.length);
  // Equal prompts stay together.
  const groups = [...Map.groupBy(Array.from(order, (i) => examples[i]!), wholePrompt).values()];
  const share = Math.max(1, Math.round(groups.length * HELD_OUT_SHARE));
  const test = most.test ?? share, validation = most.validation ?? share;
  if (groups.length <= test + validation) {
    throw new UserError(
      `Cannot split ${groups.length} different prompts: ${test} are asked for as test and ` +
        `${validation} as validation problems, and none is left to train on`,
    );
  }
  const heldOut = groups.slice(0, test + validation).map(([first]) => first!);
  return {
    ...{ name, judge, test: heldOut.slice(0, test), validation: heldOut.slice(test) },
    train: groups.slice(test + validation).flat().slice(0, most.train),
    counts: {
      examples: examples.length,
      repeated: examples.length - groups.length,
    },
  };
}
