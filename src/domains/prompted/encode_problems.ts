import { type IdArray, idArray } from "../../artifacts/dataset.ts";
import type { Problem, ProblemPart } from "../../artifacts/problems.ts";
import type { Example, PartCounts, SplitProblems } from "../problems/split_problems.ts";
import { type PromptFormat, promptText } from "../text/prompt_text.ts";
import type { TextTokenizer } from "../text/tokenizers/text_tokenizer.ts";

/** Parts, what is trained on first. */
const PARTS = ["train", "validation", "test"] as const;

/** How prompts and answers become sequences. */
export interface EncodeOptions {
  readonly tokenizer: TextTokenizer;
  /** How prompts are written. */
  readonly format: PromptFormat;
  /** Most tokens of a prompt. @default {those of the longest} */
  readonly promptPositions?: number;
  /** Most tokens of an answer, eos included. @default {those of the longest} */
  readonly answerPositions?: number;
  /** What follows an answer's eos. */
  readonly fill: "eos" | "pad";
  /** Hears of finished rows, now and then; may throw. */
  onProgress?(done: number, total: number): void;
}

/** Parts of the problems. */
type Part = keyof PartCounts;

/** A row that is left out, and why. */
export interface RefusedRow {
  readonly part: Part;
  /** Id, or where it stands. */
  readonly name: string;
  /** Whether it has no room, or a character that is no token. */
  readonly kind: "tooLong" | "unencodable";
  readonly reason: string;
}

/** Sequences of a part. */
export interface EncodedRows {
  /** Prompt, answer, eos, filling, `[n, length]`. */
  readonly tokens: IdArray;
  /** `[n]` */
  readonly promptLengths: IdArray;
}

/** Problems as sequences. */
export interface EncodedProblems {
  readonly promptPositions: number;
  readonly answerPositions: number;
  /** What is trained on. */
  readonly train: EncodedRows;
  /** Answers of the validation problems. */
  readonly heldOut: EncodedRows;
  /** Problems whose prompts have room. */
  readonly problems: Readonly<Record<ProblemPart, readonly Problem[]>>;
  /** Rows that are left out. */
  readonly refused: readonly RefusedRow[];
}

/** A row's ids; an answer's without eos, none of a test problem, whose answer may be as long as it is. */
interface Ids {
  readonly prompt: readonly number[];
  readonly answer: readonly number[];
}

/** Rows between two reports. */
const REPORT_EVERY = 5_000;

const nameOf = ({ id }: Example, index: number) => id ?? `row ${index + 1}`;

/** The ids of each row; of none that has a character that is no token. */
function encodeRows(
  { problems, part, onRow }: {
    readonly problems: SplitProblems;
    readonly part: Part;
    onRow(): void;
  },
  { tokenizer, format }: Pick<EncodeOptions, "tokenizer" | "format">,
  refused: RefusedRow[],
): (Ids | undefined)[] {
  const rows: readonly Example[] = problems[part];
  return rows.map((row, index) => {
    onRow();
    const prompt = promptText(tokenizer, row, format);
    try {
      const answer = part === "test" ? [] : tokenizer.encode(row.answer);
      return { prompt: tokenizer.encode(prompt), answer };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { message: reason } = error;
      refused.push({ part, name: nameOf(row, index), kind: "unencodable", reason });
      return undefined;
    }
  });
}

const longest = (rows: readonly (Ids | undefined)[], field: keyof Ids) =>
  rows.reduce((most, row) => Math.max(most, row?.[field].length ?? 0), 0);

/**
 * Writes problems as sequences of `promptPositions + answerPositions`: the prompt, not padded, the
 * answer, eos, and what fills the rest. What has no room is left out and named, never cut.
 */
export function encodeProblems(problems: SplitProblems, options: EncodeOptions): EncodedProblems {
  const { tokenizer, fill, onProgress } = options, { eosId, padId } = tokenizer;
  const refused: RefusedRow[] = [];
  const total = PARTS.reduce((sum, part) => sum + problems[part].length, 0);
  let done = 0;
  const onRow = () => {
    if (done++ % REPORT_EVERY === 0) onProgress?.(done, total);
  };
  const encode = (part: Part) => encodeRows({ problems, part, onRow }, options, refused);
  const ids = { train: encode("train"), validation: encode("validation"), test: encode("test") };
  const all = PARTS.flatMap((part) => ids[part]);
  const promptPositions = options.promptPositions ?? longest(all, "prompt");
  const answerPositions = options.answerPositions ?? longest(all, "answer") + 1;
  const fitting = (part: Part): Ids[] => {
    const rows: readonly Example[] = problems[part];
    return ids[part].filter((row, index): row is Ids => {
      if (row === undefined) return false;
      const prompt = row.prompt.length, answer = row.answer.length + 1;
      if (prompt <= promptPositions && answer <= answerPositions) return true;
      const reason = `${prompt} tokens of prompt and ${answer} of answer`;
      refused.push({ part, name: nameOf(rows[index]!, index), kind: "tooLong", reason });
      return false;
    });
  };
  const write = (rows: readonly Ids[]): EncodedRows => {
    const length = promptPositions + answerPositions;
    const tokens = idArray(rows.length * length, tokenizer.tokens.length - 1);
    const promptLengths = idArray(rows.length, promptPositions);
    tokens.fill(fill === "eos" ? eosId : padId);
    rows.forEach(({ prompt, answer }, row) => {
      const start = row * length, end = start + prompt.length + answer.length;
      tokens.set(prompt, start);
      tokens.set(answer, start + prompt.length);
      tokens[end] = eosId;
      promptLengths[row] = prompt.length;
    });
    return { tokens, promptLengths };
  };
  const rows = {
    train: fitting("train"),
    validation: fitting("validation"),
    test: fitting("test"),
  };
  const asked = (part: ProblemPart) =>
    problems[part].filter((_, index) =>
      (ids[part][index]?.prompt.length ?? Infinity) <= promptPositions
    );
  return {
    ...{ promptPositions, answerPositions, refused },
    ...{ train: write(rows.train), heldOut: write(rows.validation) },
    problems: { validation: asked("validation"), test: asked("test") },
  };
}
