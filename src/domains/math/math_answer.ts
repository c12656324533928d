import { beforeEndMark } from "../text/end_marks.ts";
import { beforeNext } from "./before_next.ts";
import { braced } from "./value/latex_text.ts";

/** A box with what is in it, and where it stands. */
interface Box {
  readonly start: number;
  readonly end: number;
  readonly content: string;
}

const BOX = /\\(?:boxed|fbox)(?![a-zA-Z])\s*/g;

/** What may stand in a box without braces: a number, a name, or a command with its arguments. */
const BARE = /^(?:-?\d[\d.,]*(?<![.,])|\\[a-zA-Z]+(?:\s*\{[^{}]*\}|\s*\d)*|[a-zA-Z](?![a-zA-Z]))/;

/** All boxes that are closed; that a box is named, with nothing in it, is none. */
function boxesIn(text: string): Box[] {
  const boxes: Box[] = [];
  const found = [...text.matchAll(BOX)];
  for (const [i, { 0: command, index }] of found.entries()) {
    const at = index + command.length;
    const isBraced = text[at] === "{";
    // What holds another box is none, so that no brace needs to be looked for beyond the next.
    const content = isBraced
      ? braced(text.slice(at, found[i + 1]?.index), 0)
      : BARE.exec(text.slice(at, at + 200))?.[0];
    if (content === undefined || /\\(?:boxed|fbox)(?![a-zA-Z])/.test(content)) continue;
    boxes.push({ start: index, end: at + content.length + (isBraced ? 2 : 0), content });
  }
  return boxes;
}

/** What stands between boxes that give one answer together: `\boxed{3}$ and $\boxed{5}`. */
const JOINING =
  /^[\s$\\()[\]]*(?:[,;]?[\s$\\()[\]]*(?:and|or|\\text\s*\{\s*(?:and|or)\s*\})|[,;])[\s$\\()[\]]*$/;

/** The boxes that give the last answer; a box that is empty says nothing if one before it does. */
function lastBoxes(text: string): Box[] {
  const all = boxesIn(text), filled = all.filter(({ content }) => content.trim() !== "");
  const boxes = filled.length > 0 ? filled : all;
  let first = boxes.length - 1;
  while (first > 0 && JOINING.test(text.slice(boxes[first - 1]!.end, boxes[first]!.start))) first--;
  return first < 0 ? [] : boxes.slice(first);
}

/**
 * The content of the last `\boxed{…}` or `\fbox{…}`; of several that are joined by "and", all of them,
 * with commas between. `undefined` if there is none.
 */
export function lastBoxed(text: string): string | undefined {
  const boxes = lastBoxes(text);
  if (boxes.length === 1) return boxes[0]!.content;
  return boxes.length === 0 ? undefined : boxes.map(({ content }) => content.trim()).join(",");
}

/**
 * How Minerva's prompt has a model end (Lewkowycz et al. 2022, arXiv:2206.14858, appendix D.2); not a
 * question or a remark about the final answer.
 */
const FINAL_ANSWER = /(?<!\b(?:is|that|if|whether|check|was)\s+(?:the|my)\s+)final answer is:?/gi;

/** An answer that is set apart: as a formula or in bold letters. */
const SET_APART =
  /^(?:\$\$([^$]*)\$\$|\$((?:[^$\\]|\\.)*)\$|\\\[(.*?)\\\]|\\\((.*?)\\\)|\*\*(.*?)\*\*)/s;

/** More than the sentence of any answer has. */
const LONGEST_SENTENCE = 2000;

/** What a sentence that begins with the answer says. */
function saidIn(sentence: string): string | undefined {
  let rest = sentence.trimStart();
  const parts: string[] = [];
  for (let found = SET_APART.exec(rest); found !== null; found = SET_APART.exec(rest)) {
    parts.push((found.slice(1).find((part) => part !== undefined) ?? "").trim());
    rest = rest.slice(found[0].length);
    const joining = /^\s*(?:,?\s*(?:and|or)\b|,)\s*(?=[$\\*])/.exec(rest);
    if (joining === null) break;
    rest = rest.slice(joining[0].length);
  }
  if (parts.length > 0) {
    // A unit goes on after the formula: $3$ dollars.
    const unit = /^\s+([a-zA-Z]+(?: [a-zA-Z]+)?)(?=[.,\n]|\s*$|\. )/.exec(rest)?.[1];
    const last = parts.length === 1 && unit !== undefined && /[\d}]$/.test(parts[0]!)
      ? `${parts[0]}\\text{ ${unit}}`
      : parts.join(",");
    return last;
  }
  const plain = /^(.*?)(?:[.!]?\s*I hope it is correct|\.(?=\s|$)|[!?](?=\s|$)|\n|$)/s.exec(rest);
  return plain?.[1]?.trim().replace(/^\*+|\*+$/g, "").trim() || undefined;
}

/** Where a model goes on with a next problem of its own making. */
const NEXT_PROBLEM = /(?:\*\*)?(?:Problem|Question)(?:\*\*)?\s*:/g;

/**
 * The answer that a solution of a MATH problem gives: after `The final answer is`, else in its last box.
 *
 * @returns `undefined` if it gives none.
 */
export function mathAnswer(text: string): string | undefined {
  const own = beforeNext(beforeEndMark(text).replaceAll("\r\n", "\n"), NEXT_PROBLEM);
  const box = lastBoxes(own).at(-1);
  const said = [...own.matchAll(FINAL_ANSWER)].at(-1);
  if (said !== undefined) {
    const start = said.index + said[0].length;
    // A box after the sentence's beginning is what it says, or corrects it.
    if (box === undefined || box.end <= start) {
      const answer = saidIn(own.slice(start, start + LONGEST_SENTENCE));
      const isRemark = box !== undefined && !/[\d\\$]/.test(answer ?? "") &&
        !/^\S+$/.test(answer ?? "");
      if (answer !== undefined && !isRemark) return answer;
    }
  }
  return lastBoxed(own);
}
