import { escapeControls } from "../terminal/escape.ts";
import { columns, draw, paint } from "../terminal/output.ts";

/** What stands for a position that is masked. */
const MASKED = "▒";

/** What an answer is written with. */
export interface LiveAnswerOptions {
  /** `[length]` what it begins as. */
  readonly tokens: Int32Array;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Whether it is drawn, or only followed. */
  readonly isShown: boolean;
  /** The text of token ids. */
  decode(ids: readonly number[]): string;
}

/** An answer that appears while it is unmasked. */
export interface LiveAnswer {
  /** How often a token was replaced by another so far. */
  readonly corrected: number;
  /** Draws it anew. */
  show(tokens: Int32Array): void;
  /** Takes it away. */
  end(): void;
}

/** Follows an answer; on a terminal it is drawn in place, tokens that were corrected in yellow. */
export function showAnswer({ tokens, maskId, isShown, decode }: LiveAnswerOptions): LiveAnswer {
  const before = tokens.slice(), changed = new Set<number>();
  let corrected = 0, lines = 0;
  const erase = () => {
    if (lines > 0) draw(`${lines > 1 ? `\x1b[${lines - 1}A` : ""}\r\x1b[J`);
    lines = 0;
  };
  return {
    get corrected() {
      return corrected;
    },
    show(tokens) {
      tokens.forEach((token, i) => {
        if (before[i] === maskId || before[i] === token) return;
        changed.add(i);
        corrected++;
      });
      before.set(tokens);
      if (!isShown) return;
      erase();
      const pieces = Array.from(tokens, (token, i) => {
        const text = token === maskId ? MASKED : escapeControls(decode([token]));
        return { text, shown: changed.has(i) ? paint(text, "yellow") : text };
      });
      draw(pieces.map(({ shown }) => shown).join(""));
      // A terminal of unknown size says 0.
      const width = columns() || 80;
      lines = pieces.map(({ text }) => text).join("").split("\n")
        .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
    },
    end: erase,
  };
}
