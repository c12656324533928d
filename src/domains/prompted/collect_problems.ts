import type { Judge } from "../../artifacts/problems.ts";
import type { RandomKey } from "../../random/mod.ts";
import { UserError } from "../../support/user_error.ts";
import type { PartCounts, SplitProblems } from "../problems/split_problems.ts";
import {
  functionProblems,
  sudokuProblems,
  type SudokuSettings,
  wordProblems,
} from "./own_problems.ts";
import {
  gsm8kProblems,
  mathProblems,
  mbppProblems,
  type MostOfParts,
} from "./published_problems.ts";
import { type FieldNames, parseExamples, splitExamples } from "./user_examples.ts";

/** Where problems come from. */
export type ProblemSource =
  | "functions"
  | "word-problems"
  | "sudoku"
  | "gsm8k"
  | "math"
  | "mbpp"
  | "file";

/** Which problems are asked for. */
export interface ProblemSettings extends MostOfParts {
  readonly source: ProblemSource;
  /** Worked examples before each problem that is held out, of published ones. */
  readonly fewShot: number;
  /** How many there are of those that are made, where nothing is said. */
  readonly made: PartCounts;
  /** Of sudokus. */
  readonly sudoku: SudokuSettings & {
    /** Whether the test problems are the published ones. */
    readonly published: boolean;
  };
  /** Of a file of examples. */
  readonly file: { readonly name: string; readonly judge: Judge; readonly fields: FieldNames };
}

/** What problems are read from; each source reads what is its own. */
export interface ProblemFiles {
  /** Text of a published file. */
  textOf(name: "train" | "test" | "all"): Promise<string>;
  /** A column of the published sudokus. */
  columnOf(name: "Puzzle" | "Solution"): Promise<string[]>;
  /** The user's examples. */
  readonly examples?: { readonly path: string; text(): Promise<string> };
}

/** Sources of problems that were published with worked examples. */
const WITH_EXAMPLES: readonly ProblemSource[] = ["gsm8k", "math", "mbpp"];

/**
 * Makes or reads the problems of a source, in three parts.
 *
 * @throws {UserError} If settings do not go together, or a user's file is wrong.
 * @throws {RangeError} If there are not so many problems or examples.
 */
export async function collectProblems(
  settings: ProblemSettings,
  key: RandomKey,
  { textOf, columnOf, examples }: ProblemFiles,
): Promise<SplitProblems> {
  const { source, fewShot, sudoku, file } = settings;
  const counts = {
    train: settings.train ?? settings.made.train,
    validation: settings.validation ?? settings.made.validation,
    test: settings.test ?? settings.made.test,
  };
  if ((source === "file") !== (examples !== undefined)) {
    throw new UserError(
      `Cannot take problems from source "${source}": the input "examples" goes with source: file`,
    );
  }
  if (sudoku.published && (source !== "sudoku" || sudoku.size !== 4)) {
    throw new UserError('Cannot take published problems: "published" goes with sudoku of size 4');
  }
  if (fewShot > 0 && !WITH_EXAMPLES.includes(source)) {
    throw new UserError(
      `Cannot put ${fewShot} examples before the problems of "${source}": fewShot goes with ` +
        `${WITH_EXAMPLES.join(", ")}; sample/prompted shows those of any data set by shots`,
    );
  }
  switch (source) {
    case "functions":
      return functionProblems(key, counts);
    case "word-problems":
      return wordProblems(key, counts);
    case "sudoku": {
      if (!sudoku.published) return sudokuProblems(key, counts, sudoku);
      const [puzzles, solutions] = [await columnOf("Puzzle"), await columnOf("Solution")];
      return sudokuProblems(key, counts, sudoku, { puzzles, solutions });
    }
    case "mbpp":
      return mbppProblems(await textOf("all"), settings);
    case "file": {
      const read = { path: examples!.path, text: await examples!.text() };
      const rows = parseExamples(read, file.fields, file.name);
      return splitExamples(rows, key, { ...file, most: settings });
    }
    default: {
      const texts = { train: await textOf("train"), test: await textOf("test") };
      return (source === "gsm8k" ? gsm8kProblems : mathProblems)(texts, key, settings);
    }
  }
}
