import { UserError } from "../../support/user_error.ts";

/** A text that problems point into. */
export interface SourceText {
  /** Path as the user knows it, or the command-line option that holds the text. */
  readonly name: string;
  /** Absolute path of the file; `undefined` for the command line. */
  readonly path?: string;
  /** The whole text. */
  readonly text: string;
}

/** A range of a source text, from `start` to before `end`, in UTF-16 code units. */
export interface Place {
  /** The text that the range is of. */
  readonly source: SourceText;
  /** First code unit. */
  readonly start: number;
  /** The code unit after the last. */
  readonly end: number;
}

/** One thing that is wrong with what the user wrote. */
export interface Problem {
  /** Where it stands, unless it concerns the whole. */
  readonly place?: Place;
  /** What is wrong, in a sentence without a full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** More problems are not looked for. */
const MOST_PROBLEMS = 100;

/** Everything that is wrong with a pipeline file, told at once. */
export class PipelineError extends UserError {
  /** Name of the class. */
  override name = "PipelineError";
  /** In the order of the files and lines they point to. */
  readonly problems: readonly Problem[];

  /** Gathers the problems into one message, a paragraph each. */
  constructor(problems: readonly Problem[]) {
    const more = problems.length < MOST_PROBLEMS ? [] : ["There may be more"];
    super([...problems.map(formatProblem), ...more].join("\n"));
    this.problems = problems;
  }
}

/** Line and column, both counted from 1. */
export function lineAndColumn(place: Place): { line: number; column: number } {
  const before = place.source.text.slice(0, place.start);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: place.start - lineStart + 1 };
}

/** Writes a place as `file:line:column`, or as the option it stands in. */
export function formatPlace(place: Place): string {
  if (place.source.path === undefined) return place.source.name;
  const { line, column } = lineAndColumn(place);
  return `${place.source.name}:${line}:${column}`;
}

/** Letters of a line that are shown. */
const WIDEST = 200;

function excerpt(place: Place): string {
  const { source: { text }, start, end } = place;
  const { line } = lineAndColumn(place);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  // Of a line that no terminal shows whole, what stands around.
  const from = Math.max(lineStart, start - WIDEST / 2);
  const to = Math.min(lineEnd === -1 ? text.length : lineEnd, from + WIDEST);
  const length = Math.max(1, Math.min(end, to) - start);
  const margin = `${line}`.replace(/./g, " ");
  const under = " ".repeat(start - from) + "^".repeat(length);
  return `  ${line} | ${text.slice(from, to)}\n  ${margin} | ${under}`;
}

/** Writes a problem as a paragraph: where, what, the offending text, and advice. */
export function formatProblem({ place, message, advice }: Problem): string {
  const lines = [place === undefined ? message : `${formatPlace(place)}: ${message}`];
  if (place?.source.path !== undefined) lines.push(excerpt(place));
  if (advice !== undefined) lines.push(`  ${advice}`);
  return lines.join("\n");
}

/** Letters of a message; what the user wrote may be of any length. */
const LONGEST = 500;

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}`.toWellFormed();
}

/** Collects problems, each once, so that all can be told together. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();

  #told = 0;

  /** How often a problem was noted, those that were known already included. */
  get told(): number {
    return this.#told;
  }

  /** How many problems were found. */
  get count(): number {
    return this.#problems.size;
  }

  /**
   * Notes a problem; the same words at the same place count once, whichever task or instance they
   * name: all of a pattern and of a matrix are written there.
   */
  add(message: string, place?: Place, advice?: string): void {
    this.#told++;
    const words = place === undefined ? message : message.replace(/\btask "[^"]*"/i, "");
    const id = `${place?.source.name}:${place?.start}:${words}`;
    if (!this.#problems.has(id)) {
      const said = advice === undefined ? undefined : shortened(advice);
      this.#problems.set(id, { message: shortened(message), place, advice: said });
    }
    if (this.count >= MOST_PROBLEMS) this.throwIfFound();
  }

  /** What was found so far, in the order in which it stands in the files. */
  list(): Problem[] {
    return [...this.#problems.values()].sort((a, b) => {
      if (a.place?.source !== b.place?.source) return 0;
      return (a.place?.start ?? 0) - (b.place?.start ?? 0);
    });
  }

  /**
   * Stops with all problems.
   *
   * @throws {PipelineError} If any problem was found.
   */
  throwIfFound(): void {
    if (this.count > 0) throw new PipelineError(this.list());
  }
}
