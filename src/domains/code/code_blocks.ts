import { endsInString, quotesAfter } from "./python_strings.ts";

/** A fenced block of Markdown. */
export interface CodeBlock {
  /** Its lines, each with its line feed, without the indentation of the fence. */
  readonly code: string;
  /** What the opening fence says, such as `python`. */
  readonly language: string;
  /** Where the block begins in the text. */
  readonly start: number;
}

interface Fence {
  readonly indent: string;
  /** Three or more backticks or tildes. */
  readonly marks: string;
  readonly language: string;
  /** What stands before it on its line. */
  readonly before: string;
}

const OPENING = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^`]*)$/;
const OPENING_AFTER_WORDS = /^([^`]*\S)(`{3,})(py(?:thon)?3?)[ \t]*$/i;

function openingOf(line: string): Fence | undefined {
  const alone = OPENING.exec(line);
  if (alone !== null) {
    const [, indent = "", marks = "", language = ""] = alone;
    return { indent, marks, language: language.trim(), before: "" };
  }
  const glued = OPENING_AFTER_WORDS.exec(line);
  if (glued === null) return undefined;
  const [, before = "", marks = "", language = ""] = glued;
  return { indent: "", marks, language, before };
}

/**
 * What stands before a closing fence on its line; `undefined` if the line has none, or has it within a
 * string.
 */
function beforeClosing(line: string, { marks }: Fence): string | undefined {
  const mark = marks.charAt(0);
  let end = line.trimEnd().length;
  const last = end;
  while (end > 0 && line[end - 1] === mark) end--;
  if (last - end < marks.length) return undefined;
  const before = line.slice(0, end);
  return endsInString(before) ? undefined : before;
}

/** Takes the indentation of a fence off a line of its block, as far as the line has it. */
function dedentBy(line: string, indent: string): string {
  let shared = 0;
  while (shared < indent.length && " \t".includes(line[shared] ?? "\n")) shared++;
  return line.slice(shared);
}

/**
 * The fenced blocks of a text (CommonMark 0.31, section 4.5), of which the last may be unfinished.
 * Models also write the closing fence at the end of the last line of code, and fences within strings
 * of their programs, which end no block.
 */
export function codeBlocks(text: string): CodeBlock[] {
  const lines = text.split("\n");
  const blocks: CodeBlock[] = [];
  let heedsStrings = true;
  let offset = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const start = offset;
    offset += line.length + 1;
    const fence = openingOf(line);
    if (fence === undefined) continue;

    const findEnd = (heedsStrings: boolean) => {
      for (let j = i + 1, quotes = ""; j < lines.length; j++) {
        const line = lines[j] ?? "";
        if (quotes === "" || !heedsStrings) {
          const before = beforeClosing(line, fence);
          if (before !== undefined) return { at: j, before };
        }
        quotes = quotesAfter(line, quotes);
      }
      return undefined;
    };
    let end = findEnd(heedsStrings);
    if (end === undefined && heedsStrings) {
      // A string that never ends; looking for its end again and again would take for ever.
      heedsStrings = false;
      end = findEnd(heedsStrings);
    }
    const content = lines.slice(i + 1, end?.at ?? lines.length);
    if (end !== undefined && end.before.trim() !== "") content.push(end.before);
    const code = content.map((line) => dedentBy(line, fence.indent)).join("\n");
    const isWhole = end !== undefined && content.length > 0;
    blocks.push({
      code: isWhole ? `${code}\n` : code,
      language: fence.language,
      start: start + fence.before.length,
    });
    if (end === undefined) break;
    for (; i < end.at; i++) offset += (lines[i + 1] ?? "").length + 1;
  }
  return blocks;
}

/** Takes off the indentation that all lines share. */
export function dedent(code: string): string {
  const lines = code.split("\n");
  const indents = lines.filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const [first = "", ...rest] = indents;
  let shared = first.length;
  for (const indent of rest) {
    let same = 0;
    while (same < shared && indent[same] === first[same]) same++;
    shared = same;
  }
  return shared === 0 ? code : lines.map((line) => line.slice(shared)).join("\n");
}

/** Begins as a sentence, a heading or an item of a list does, and as no line of Python can. */
const PROSE =
  /^(?:[A-Z][\w'’]*[,:;!.]?[ \t]+[A-Za-z`"(]|[A-Z][\w'’]*[!.:][ \t]*$|\*\*|[-*][ \t]+[A-Z]|\d+\.[ \t]+[A-Z*])/;

/** Whether a line is part of what is said about a program. */
export function isProse(line: string): boolean {
  return PROSE.test(line);
}

/** The longest beginning of a text that is a program, without the sentences before and after it. */
export function withoutProse(text: string): string {
  const lines = text.split("\n");
  let start = 0;
  if (isProse(lines.find((line) => line.trim() !== "") ?? "")) {
    const first = lines.findIndex((line) =>
      /^(?:(?:async[ \t]+)?def|class|import|from)[ \t]+\w|^@\w/.test(line)
    );
    start = Math.max(first, 0);
  }
  let quotes = "";
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    if (quotes === "" && end > start && isProse(line)) break;
    quotes = quotesAfter(line, quotes);
  }
  if (start === 0 && end === lines.length) return text;
  return lines.slice(start, end).join("\n") + "\n";
}

/** The lines of a text that are indented like code of Markdown and stand between unindented ones. */
export function indentedBlocks(text: string): string[] {
  const blocks: string[][] = [];
  let current: string[] | undefined;
  for (const line of text.split("\n")) {
    if (/^(?: {4}|\t)/.test(line)) {
      if (current === undefined) blocks.push(current = []);
      current.push(line);
    } else if (line.trim() === "") current?.push(line);
    else current = undefined;
  }
  return blocks.map((lines) => lines.join("\n").trimEnd() + "\n");
}
