/** What an answer is followed with. */
export interface FollowAnswerOptions {
  /** `[length]` what it begins as. */
  readonly tokens: Int32Array;
  /** Id of the mask token. */
  readonly maskId: number;
  /** The text of token ids. */
  decode(ids: readonly number[]): string;
}

/** A position of an answer. */
export interface AnswerPiece {
  /** The text of its token; of a mask, none. */
  readonly text: string;
  /** Whether a token stands there, and whether it took another's place at any time. */
  readonly state: "masked" | "written" | "corrected";
}

/** An answer as it stands after the last step. */
export interface FollowedAnswer {
  /** How often a token was replaced by another so far. */
  readonly corrected: number;
  /** Its positions. */
  readonly pieces: readonly AnswerPiece[];
  /** Takes the next step's tokens. */
  follow(tokens: Int32Array): void;
}

/** Follows an answer from step to step. */
export function followAnswer({ tokens, maskId, decode }: FollowAnswerOptions): FollowedAnswer {
  const before = tokens.slice(), changed = new Set<number>();
  let corrected = 0;
  return {
    get corrected() {
      return corrected;
    },
    get pieces() {
      return Array.from(before, (token, i): AnswerPiece => {
        if (token === maskId) return { text: "", state: "masked" };
        return { text: decode([token]), state: changed.has(i) ? "corrected" : "written" };
      });
    },
    follow(tokens) {
      tokens.forEach((token, i) => {
        if (before[i] === maskId || before[i] === token) return;
        changed.add(i);
        corrected++;
      });
      before.set(tokens);
    },
  };
}
