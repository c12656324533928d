import type { Denoiser, DenoiserOutput } from "../../model/denoiser.ts";
import type { DenoiserPartOutput } from "../../model/parts/denoiser_part.ts";
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

/** Of which positions logits are asked, and what the network computes for that. */
export interface Part {
  /** Its first position. */
  readonly start: number;
  /** How many it has. */
  readonly count: number;
  /**
   * Whether all positions are computed as far as the part sees them, that too with what they saw being
   * kept under the request's address, or the part alone, the others as they were kept.
   */
  readonly computes: "seen" | "seenAndKeeps" | "itself";
}

/** The network's output for one row. */
export interface Evaluation {
  /** `[count, vocab]` */
  readonly logits: Float32Array;
  /** The first position that they are of. */
  readonly start: number;
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
  readonly kept?: Kept;
}

/** What an evaluation kept of a row. */
interface Kept {
  /** Of what. */
  readonly content: string;
  readonly arrays: readonly Float32Array<ArrayBuffer>[];
}

type Missing = RowRequest & { readonly content: string };

/**
 * Evaluates only rows that changed. Logits depend on tokens, label and what is seen, so a row that is as it
 * was, or equal to another row, needs no evaluation; those that do are compacted into full batches.
 */
export class RowEvaluator {
  readonly #denoiser: Denoiser;
  readonly #batch: number;
  readonly #reuse: boolean;
  readonly #held = new Map<number, Held>();
  readonly #kept = new Map<number, Kept>();
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
   * @param part Of which positions. @default {all}
   * @throws {Error} If the network makes something that is not finite.
   */
  async refresh(requests: Iterable<RowRequest>, part?: Part): Promise<void> {
    const known = new Map<string, Held>();
    if (this.#reuse) { for (const held of this.#held.values()) known.set(held.content, held); }
    const missing: Missing[] = [];
    const waiting: { address: number; content: string }[] = [];
    const asked = new Set<string>();
    for (const { address, owner, tokens, label, seen } of requests) {
      const content = `${label}:${tokens.join()}${seen === undefined ? "" : `:${seen.join()}`}` +
        this.#contentOf(address, part);
      this.#own(owner, address, content);
      const held = known.get(content);
      if (held !== undefined) {
        this.#hold(address, held);
        continue;
      }
      waiting.push({ address, content });
      if (this.#reuse && asked.has(content)) continue;
      asked.add(content);
      missing.push({ address, owner, tokens: tokens.slice(), label, seen, content });
    }
    for (let start = 0; start < missing.length; start += this.#batch) {
      await this.#evaluate(missing.slice(start, start + this.#batch), known, part);
    }
    for (const { address, content } of waiting) this.#hold(address, known.get(content)!);
  }

  /** What the logits of a part depend on beside the row. */
  #contentOf(address: number, part: Part | undefined): string {
    if (part === undefined) return "";
    const { start, count, computes } = part, own = `@${start}+${count} ${computes}`;
    return computes === "itself" ? `${own} of ${this.#keptAt(address).content}` : own;
  }

  #keptAt(address: number): Kept {
    const kept = this.#kept.get(address);
    if (kept === undefined) throw new Error(`internal: nothing was kept of row ${address}`);
    return kept;
  }

  #hold(address: number, held: Held): void {
    this.#held.set(address, held);
    if (held.kept !== undefined) this.#kept.set(address, held.kept);
  }

  /** What was held last under an address. */
  at(address: number): Evaluation {
    const held = this.#held.get(address);
    if (held === undefined) throw new Error(`internal: row ${address} was never evaluated`);
    return held;
  }

  async #evaluate(
    requests: readonly Missing[],
    known: Map<string, Held>,
    part: Part | undefined,
  ): Promise<void> {
    const { length, vocab } = this.#denoiser, rows = requests.length;
    const tokens = new Int32Array(rows * length);
    requests.forEach((request, row) => tokens.set(request.tokens, row * length));
    const labels = Int32Array.from(requests, ({ label }) => label);
    const seen = requests[0]!.seen && new Int32Array(rows * length);
    requests.forEach((request, row) => seen?.set(request.seen!, row * length));
    const { start, count } = part ?? { start: 0, count: length };
    const { logits, quality, kept }: DenoiserOutput & DenoiserPartOutput = part === undefined
      ? await this.#denoiser.evaluate(tokens, labels, rows, seen)
      : await this.#denoiser.evaluatePart!(tokens, labels, rows, {
        ...{ start, count, seen, keeps: part.computes === "seenAndKeeps" },
        kept: part.computes === "itself" ? this.#together(requests) : undefined,
      });
    this.#evaluations += rows;
    for (const [name, values] of Object.entries({ logits, quality })) {
      const at = values === undefined ? -1 : firstNotFinite(values);
      if (at < 0) continue;
      throw new Error(
        `Cannot sample: the network's ${name} hold ${values![at]}: its parameters or activations ` +
          "outgrow float32: take an earlier checkpoint, or train with a lower learning rate",
      );
    }
    const ofRow = <Data extends Float32Array>(data: Data, row: number, each: number) =>
      data.slice(row * each, (row + 1) * each) as Data;
    requests.forEach(({ content }, row) => {
      const arrays = rows === 1
        ? kept
        : kept?.map((array) => ofRow(array, row, array.length / rows));
      known.set(content, {
        ...{
          content,
          start,
          logits: ofRow(logits, row, count * vocab),
          quality: quality && ofRow(quality, row, length),
        },
        ...(arrays && { kept: { content, arrays } }),
      });
    });
  }

  /** What is kept of rows, as one batch. */
  #together(requests: readonly Missing[]): readonly Float32Array<ArrayBuffer>[] {
    const rows = requests.map(({ address }) => this.#keptAt(address).arrays), [first] = rows;
    if (rows.length === 1) return first!;
    return first!.map((one, i) => {
      const all = new Float32Array(rows.length * one.length);
      rows.forEach((arrays, row) => all.set(arrays[i]!, row * one.length));
      return all;
    });
  }
}
