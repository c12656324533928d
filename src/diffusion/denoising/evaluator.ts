import type { Denoiser } from "../../model/denoiser.ts";
import { firstNotFinite } from "../../model/weights/first_not_finite.ts";

/** Whether a value is among some; iterators of Node 20 have no method for it. */
function holds(values: Iterable<string>, wanted: string): boolean {
  for (const value of values) if (value === wanted) return true;
  return false;
}

/** Options of {@linkcode RowEvaluator}. */
export interface RowEvaluatorOptions {
  /** Rows that the network evaluates at once. @default {256} */
  readonly batch?: number;
  /**
   * Whether evaluations that cannot change the result are left out. `false` makes all that the
   * algorithm prescribes, as a plain loop would; the tokens are the same.
   *
   * @default {true}
   */
  readonly reuse?: boolean;
}

/** The network's output for one row. */
export interface Evaluation {
  /** `[length, vocab]` */
  readonly logits: Float32Array;
  /** `[length]`, where the denoiser has a quality head. */
  readonly quality?: Float32Array;
}

/** One row that is to be evaluated. */
export interface RowRequest {
  /** Where the result is held; a later request with this address replaces it. */
  readonly address: number;
  /** Whose it is; what an owner holds already, under any of its addresses, costs it nothing. */
  readonly owner: number;
  /** `[length]`; read before `refresh` returns control, so that it may change afterwards. */
  readonly tokens: Int32Array;
  /** Label, or the denoiser's "no label". */
  readonly label: number;
  /** `[length]`: which tokens others see; given of all rows or of none. @default {all} */
  readonly seen?: Int32Array;
}

interface Held extends Evaluation {
  readonly content: string;
}

/**
 * Evaluates only rows that changed. Logits depend on tokens, label and what is seen, so a row that is as it
 * was, or equal to another row, needs no evaluation; those that do are compacted into full batches.
 */
export class RowEvaluator {
  readonly #denoiser: Denoiser;
  readonly #batch: number;
  readonly #reuse: boolean;
  readonly #held = new Map<number, Held>();
  readonly #owned = new Map<number, { count: number; readonly contents: Map<number, string> }>();
  #evaluations = 0;

  /**
   * Makes an evaluator that holds nothing yet.
   *
   * @throws {RangeError} If `batch` is no positive integer.
   */
  constructor(denoiser: Denoiser, { batch = 256, reuse = true }: RowEvaluatorOptions = {}) {
    if (!Number.isSafeInteger(batch) || batch < 1) {
      throw new RangeError(`Cannot evaluate: batch must be a positive integer: got ${batch}`);
    }
    this.#denoiser = denoiser;
    this.#batch = batch;
    this.#reuse = reuse;
  }

  /** Rows that the network has evaluated so far. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** Evaluations that an owner would have needed alone, whatever it shared with others. */
  evaluationsOf(owner: number): number {
    return this.#owned.get(owner)?.count ?? 0;
  }

  #own(owner: number, address: number, content: string): void {
    const owned = this.#owned.get(owner) ?? { count: 0, contents: new Map<number, string>() };
    this.#owned.set(owner, owned);
    if (!this.#reuse || !holds(owned.contents.values(), content)) owned.count++;
    owned.contents.set(address, content);
  }

  /**
   * Makes sure that every request's logits are held.
   *
   * @throws {Error} If the network makes something that is not finite.
   */
  async refresh(requests: Iterable<RowRequest>): Promise<void> {
    const known = new Map<string, Held>();
    if (this.#reuse) { for (const held of this.#held.values()) known.set(held.content, held); }
    const missing: (RowRequest & { content: string })[] = [];
    const waiting: { address: number; content: string }[] = [];
    const asked = new Set<string>();
    for (const { address, owner, tokens, label, seen } of requests) {
      const content = `${label}:${tokens.join()}${seen === undefined ? "" : `:${seen.join()}`}`;
      this.#own(owner, address, content);
      const held = known.get(content);
      if (held !== undefined) {
        this.#held.set(address, held);
        continue;
      }
      waiting.push({ address, content });
      if (this.#reuse && asked.has(content)) continue;
      asked.add(content);
      missing.push({ address, owner, tokens: tokens.slice(), label, seen, content });
    }
    for (let start = 0; start < missing.length; start += this.#batch) {
      await this.#evaluate(missing.slice(start, start + this.#batch), known);
    }
    for (const { address, content } of waiting) this.#held.set(address, known.get(content)!);
  }

  /** What was held last under an address. */
  at(address: number): Evaluation {
    const held = this.#held.get(address);
    if (held === undefined) throw new Error(`internal: row ${address} was never evaluated`);
    return held;
  }

  async #evaluate(
    requests: readonly (RowRequest & { content: string })[],
    known: Map<string, Held>,
  ): Promise<void> {
    const { length, vocab } = this.#denoiser, rows = requests.length;
    const tokens = new Int32Array(rows * length);
    requests.forEach((request, row) => tokens.set(request.tokens, row * length));
    const labels = Int32Array.from(requests, ({ label }) => label);
    const isSeen = requests[0]!.seen && new Int32Array(rows * length);
    requests.forEach(({ seen }, row) => isSeen?.set(seen!, row * length));
    const { logits, quality } = await this.#denoiser.evaluate(tokens, labels, rows, isSeen);
    this.#evaluations += rows;
    for (const [name, values] of Object.entries({ logits, quality })) {
      const at = values === undefined ? -1 : firstNotFinite(values);
      if (at < 0) continue;
      throw new Error(
        `Cannot sample: the network's ${name} hold ${values![at]}: its parameters or activations ` +
          "outgrow float32: take an earlier checkpoint, or train with a lower learning rate",
      );
    }
    requests.forEach(({ content }, row) =>
      known.set(content, {
        content,
        logits: logits.slice(row * length * vocab, (row + 1) * length * vocab),
        quality: quality?.slice(row * length, (row + 1) * length),
      })
    );
  }
}
