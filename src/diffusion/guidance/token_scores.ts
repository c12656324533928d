import type { Denoiser } from "../../model/denoiser.ts";
import type { RowGuide } from "./guide.ts";

/** A row with the address at which its scores are held. */
export interface ScoredRow {
  /** Where the result is held; a later request with this address replaces it. */
  readonly address: number;
  /** Number of the row. */
  readonly row: number;
}

interface Held {
  readonly content: string;
  readonly scores: Float32Array;
}

/** Holds what a classifier says of the tokens of many rows; asks it only about rows that changed. */
export class TokenScores {
  readonly #by: RowGuide;
  readonly #denoiser: Pick<Denoiser, "length" | "vocab" | "maskId">;
  readonly #reuse: boolean;
  readonly #held = new Map<number, Held>();

  /** Makes a store that holds nothing yet. */
  constructor(
    by: RowGuide,
    denoiser: Pick<Denoiser, "length" | "vocab" | "maskId">,
    reuse: boolean,
  ) {
    this.#by = by;
    this.#denoiser = denoiser;
    this.#reuse = reuse;
  }

  /**
   * Makes sure that the scores of rows are held.
   *
   * @param tokens `[rows, length]`, of all rows.
   */
  async refresh(
    rows: readonly ScoredRow[],
    tokens: Int32Array,
    where: "masked" | "all",
  ): Promise<void> {
    const { length, maskId } = this.#denoiser, { guide, labels } = this.#by;
    const known = new Map<string, Float32Array>();
    if (this.#reuse) {
      for (const { content, scores } of this.#held.values()) known.set(content, scores);
    }
    const asked = rows.map(({ address, row }) => {
      const own = tokens.subarray(row * length, (row + 1) * length);
      const positions = Array.from(own.keys())
        .filter((position) => where === "all" || own[position] === maskId);
      const content = `${labels[row]}:${where}:${own.join()}`;
      return { address, content, request: { tokens: own, label: labels[row]!, positions } };
    });
    const seen = new Set(this.#reuse ? known.keys() : []);
    const missing = asked.filter(({ content, request: { positions } }) => {
      if (positions.length === 0 || seen.has(content)) return false;
      if (this.#reuse) seen.add(content);
      return true;
    });
    const scores = await guide.scores(missing.map(({ request }) => request));
    missing.forEach(({ content }, i) => known.set(content, scores[i]!));
    for (const { address, content } of asked) {
      const own = known.get(content);
      if (own !== undefined) this.#held.set(address, { content, scores: own });
    }
  }

  /**
   * Adds to the logits of a position `gamma` times what their tokens score beyond the mask.
   *
   * @param logits `[vocab]`
   */
  add(address: number, position: number, gamma: number, logits: Float64Array): void {
    const { vocab, maskId } = this.#denoiser, held = this.#held.get(address);
    if (held === undefined) throw new Error(`internal: row ${address} was never scored`);
    const start = position * vocab, mask = held.scores[start + maskId]!;
    for (let token = 0; token < vocab; token++) {
      logits[token]! += gamma * (held.scores[start + token]! - mask);
    }
  }
}
