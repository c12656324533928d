import { argmax, logSumExp, mostProbable, softmax } from "../process/categorical.ts";
import { nucleusFilter } from "../process/nucleus.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { type Part, RowEvaluator, type RowEvaluatorOptions, type RowRequest } from "./evaluator.ts";
import { guidanceStreams, guideLogits } from "../guidance/classifier_free.ts";
import type { RowGuide } from "../guidance/guide.ts";
import { TokenScores } from "../guidance/token_scores.ts";

/** Options of {@linkcode Predictor}. */
export interface PredictorOptions extends RowEvaluatorOptions {
  /** Guidance strength; 1 is the conditional network. @default {1} */
  readonly gamma?: number;
  /**
   * A classifier that guides, in place of the network's own labels; the network is then shown none.
   *
   * @default {undefined}
   */
  readonly guide?: RowGuide;
  /** Divides the logits wherever a token is drawn; 0 takes the most probable one. @default {1} */
  readonly temperature?: number;
  /**
   * `[rows, length]`: 1 at the tokens that others see, 0 at those that fill up a shorter row.
   *
   * @default {all are seen}
   */
  readonly seen?: Int32Array;
  /** Share of the probability that the most probable tokens keep in a draw. @default {1} */
  readonly nucleusP?: number;
}

/** Which positions {@linkcode Predictor.refresh} brings up to date. */
export interface RefreshOptions {
  /** Positions that the network is asked for. @default {all} */
  readonly part?: Part;
  /** Positions at which a classifier is asked, if one guides. @default {masked of "z", all of "y"} */
  readonly scored?: "masked" | "all";
}

/**
 * The two sequences of a row that the network sees: the partly masked `z` and the corrector's fully
 * unmasked `y`. Each keeps its own logits.
 */
export type Input = "z" | "y";

/** Whether a prediction is guided or of the conditional network alone. */
export type Guidance = "guided" | "conditional";

/** Predicts clean tokens of many rows, guided, from logits that are evaluated only where needed. */
export class Predictor {
  /** The network. */
  readonly denoiser: Denoiser;
  /** Whether evaluations that cannot change the result are left out. */
  readonly reuse: boolean;
  /** Whether the mask is never predicted, as the algorithms have it; may change at any time. */
  rulesOutMask = true;
  readonly #evaluator: RowEvaluator;
  readonly #labels: Int32Array;
  readonly #seen: Int32Array | undefined;
  readonly #gamma: number;
  readonly #scores: TokenScores | undefined;
  readonly #temperature: number;
  readonly #nucleusP: number;
  readonly #scratch: Float64Array;

  /**
   * Makes a predictor of as many rows as there are labels.
   *
   * @param labels `[rows]`
   * @throws {RangeError} If an option is out of range.
   */
  constructor(
    denoiser: Denoiser,
    labels: Int32Array,
    { gamma = 1, guide, temperature = 1, nucleusP = 1, seen, ...options }: PredictorOptions = {},
  ) {
    guidanceStreams(gamma);
    if (!(temperature >= 0)) {
      throw new RangeError(`Cannot sample: temperature must be at least 0: got ${temperature}`);
    }
    if (!(nucleusP > 0 && nucleusP <= 1)) {
      throw new RangeError(`Cannot sample: nucleusP must be in (0, 1]: got ${nucleusP}`);
    }
    this.denoiser = denoiser;
    this.reuse = options.reuse ?? true;
    this.#labels = labels;
    this.#seen = seen;
    this.#gamma = gamma;
    this.#scores = guide && new TokenScores(guide, denoiser, this.reuse);
    this.#temperature = temperature;
    this.#nucleusP = nucleusP;
    this.#evaluator = new RowEvaluator(denoiser, options);
    this.#scratch = new Float64Array(denoiser.vocab);
  }

  /** Rows that the network has evaluated so far. */
  get evaluations(): number {
    return this.#evaluator.evaluations;
  }

  /** `[rows]` evaluations that each row would have needed alone. */
  get rowEvaluations(): Int32Array {
    return Int32Array.from(this.#labels, (_, row) => this.#evaluator.evaluationsOf(row));
  }

  /** Network evaluations that one prediction stands for: conditional and unconditional are two. */
  evaluationsEach(guidance: Guidance): number {
    const { conditional, unconditional } = this.#streams(guidance);
    return Number(conditional) + Number(unconditional);
  }

  /** Whether a classifier shifts predictions. */
  isTilted(guidance: Guidance): boolean {
    return this.#scores !== undefined && this.#gammaOf(guidance) > 0;
  }

  /**
   * Makes sure that predictions for these rows are up to date; conditional and unconditional
   * evaluations go in one batch.
   *
   * @param tokens `[rows, length]`, of all rows.
   */
  async refresh(
    input: Input,
    rows: Iterable<number>,
    tokens: Int32Array,
    guidance: Guidance,
    { part, scored = input === "z" ? "masked" : "all" }: RefreshOptions = {},
  ): Promise<void> {
    const { length, noLabel } = this.denoiser,
      { conditional, unconditional } = this.#streams(guidance);
    const requests: RowRequest[] = [], asked = [...rows];
    for (const row of asked) {
      const own = [row * length, (row + 1) * length] as const, address = this.#address(input, row);
      const shown = {
        owner: row,
        tokens: tokens.subarray(...own),
        seen: this.#seen?.subarray(...own),
      };
      if (conditional) requests.push({ address, ...shown, label: this.#labels[row]! });
      if (unconditional) requests.push({ address: address + 1, ...shown, label: noLabel });
    }
    await this.#evaluator.refresh(requests, part);
    if (!this.isTilted(guidance)) return;
    await this.#scores!.refresh(
      asked.map((row) => ({ address: this.#address(input, row), row })),
      tokens,
      scored,
    );
  }

  /** The most probable clean token at a position. */
  best(input: Input, row: number, position: number, guidance: Guidance): number {
    return argmax(this.#logits(input, row, position, guidance));
  }

  /**
   * Probabilities `[vocab]` of the clean token at a position, tempered and nucleus-filtered; the next
   * call reuses the array.
   */
  xTheta(input: Input, row: number, position: number, guidance: Guidance): Float64Array {
    const values = this.#logits(input, row, position, guidance);
    if (this.#temperature === 0) {
      const token = argmax(values);
      return values.fill(0).fill(1, token, token + 1);
    }
    if (this.#temperature !== 1) {
      for (let i = 0; i < values.length; i++) values[i]! /= this.#temperature;
    }
    return nucleusFilter(softmax(values), this.#nucleusP);
  }

  /**
   * The token that {@linkcode Predictor.xTheta} finds the most probable, the first of equals; where
   * logits tell it, without making their probabilities.
   */
  likeliest(input: Input, row: number, position: number, guidance: Guidance): number {
    const logits = this.#logits(input, row, position, guidance);
    return mostProbable(logits, this.#temperature) ??
      argmax(this.xTheta(input, row, position, guidance));
  }

  /** Probabilities `[vocab]` as the network gives them; the next call reuses the array. */
  rawXTheta(input: Input, row: number, position: number, guidance: Guidance): Float64Array {
    return softmax(this.#logits(input, row, position, guidance));
  }

  /**
   * How many times as probable it becomes by a classifier that a token is drawn at a position, in place
   * of the mask that stands or could stand there: the mean of `(p(label | token) / p(label | mask))^gamma`
   * over the network's prediction.
   */
  tilt(input: Input, row: number, position: number, guidance: Guidance): number {
    const plain = logSumExp(this.#networkLogits(input, row, position, guidance));
    return Math.exp(logSumExp(this.#logits(input, row, position, guidance)) - plain);
  }

  /** Logits `[length]` of the probability that a row's tokens are right, by the quality head. */
  quality(input: Input, row: number): Float32Array {
    const address = this.#address(input, row) + (this.#streams("guided").conditional ? 0 : 1);
    const { quality } = this.#evaluator.at(address);
    if (quality === undefined) throw new Error("internal: the denoiser has no quality head");
    return quality;
  }

  #logits(input: Input, row: number, position: number, guidance: Guidance): Float64Array {
    const logits = this.#networkLogits(input, row, position, guidance);
    if (this.isTilted(guidance)) {
      this.#scores!.add(this.#address(input, row), position, this.#gammaOf(guidance), logits);
    }
    return logits;
  }

  #networkLogits(input: Input, row: number, position: number, guidance: Guidance): Float64Array {
    const gamma = this.#scores === undefined ? this.#gammaOf(guidance) : 0;
    const address = this.#address(input, row);
    const { conditional, unconditional } = guidanceStreams(gamma);
    const one = conditional ? this.#evaluator.at(address) : undefined;
    const other = unconditional ? this.#evaluator.at(address + 1) : undefined;
    const { start, logits } = (one ?? other)!, { vocab } = this.denoiser;
    const offset = (position - start) * vocab;
    if (offset < 0 || offset >= logits.length) {
      throw new Error(`internal: position ${position} was not asked for`);
    }
    return guideLogits(
      this.#scratch,
      one?.logits,
      other?.logits,
      offset,
      gamma,
      this.rulesOutMask ? this.denoiser.maskId : undefined,
    );
  }

  // Where a classifier guides, the network is asked without a label, whatever gamma.
  #streams(guidance: Guidance) {
    return guidanceStreams(this.#scores === undefined ? this.#gammaOf(guidance) : 0);
  }

  // Without any guidance towards the label there is no conditional prediction either.
  #gammaOf(guidance: Guidance): number {
    return guidance === "guided" || this.#gamma === 0 ? this.#gamma : 1;
  }

  #address(input: Input, row: number): number {
    return (row * 2 + (input === "z" ? 0 : 1)) * 2;
  }
}
