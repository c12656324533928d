import { escapeControls } from "../../terminal/escape.ts";
import { columns, draw, paint } from "../../terminal/output.ts";
import type { AnswerPiece } from "./followed_answer.ts";

/** What stands for a position that is masked. */
const MASKED = "▒";

/** An answer that is drawn on the terminal while it is unmasked. */
export interface LiveAnswer {
  /** Draws it anew in its place. */
  show(pieces: readonly AnswerPiece[]): void;
  /** Takes it away. */
  end(): void;
}

/** Draws an answer in place, tokens that were corrected in yellow. */
export function liveAnswer(): LiveAnswer {
  let lines = 0;
  const erase = () => {
    if (lines > 0) draw(`${lines > 1 ? `\x1b[${lines - 1}A` : ""}\r\x1b[J`);
    lines = 0;
  };
  return {
    show(answer) {
      erase();
      const pieces = answer.map(({ text, state }) => ({
        text: state === "masked" ? MASKED : escapeControls(text),
        state,
      }));
      draw(
        pieces.map(({ text, state }) => state === "corrected" ? paint(text, "yellow") : text)
          .join(""),
      );
      // A terminal of unknown size says 0.
      const width = columns() || 80;
      lines = pieces.map(({ text }) => text).join("").split("\n")
        .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
    },
    end: erase,
  };
}
