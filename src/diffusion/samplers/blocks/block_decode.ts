import { drawCategorical, uniformAt } from "../../process/categorical.ts";
import { correctorFires, type CorrectorOptions } from "../../denoising/corrector.ts";
import type { Denoiser } from "../../../model/denoiser.ts";
import { type BlockLayout, type BlockLayoutOptions, layOutBlocks } from "./block_layout.ts";
import { type BlockComputes, BlockParts } from "./block_parts.ts";
import { type Guidance, type Input, Predictor } from "../../denoising/predictor.ts";
import type { SamplerOptions, Samples } from "../sampler.ts";

/** How the corrector of {@linkcode decodeBlocks} works. */
export interface BlockCorrectorOptions
  extends Pick<CorrectorOptions, "S" | "omega" | "start" | "guidance"> {
  /**
   * Its first input: the denoiser's most probable tokens in place of masks alone, as the published
   * function has it, or of all that is generated.
   *
   * @default {"kept"}
   */
  readonly prior?: "kept" | "argmax";
}

/** Options of {@linkcode decodeBlocks}. */
export interface BlockDecodeOptions
  extends Omit<SamplerOptions, "temperature" | "seen">, BlockLayoutOptions {
  /**
   * Unmasks all tokens that are at least this probable, at least one, instead of a number fixed by
   * `T`, as Fast-dLLM does.
   *
   * @default {undefined}
   */
  readonly threshold?: number;
  /** Which tokens are unmasked first. @default {"lowConfidence"} */
  readonly order?: "lowConfidence" | "random";
  /** Divides the logits of a draw; 0 takes the most probable token. @default {0} */
  readonly temperature?: number;
  /** Corrects all that is generated so far. @default {undefined} */
  readonly corrector?: BlockCorrectorOptions;
  /**
   * What of the network a step computes: all; what it reads, which gives the same tokens; or what earlier
   * steps did not leave, approximately, as Fast-dLLM does. Not every network computes parts.
   *
   * @default {"all"}
   */
  readonly computes?: BlockComputes;
  /** Token with which a row ends when a block's last token is it. @default {undefined} */
  readonly eosId?: number;
  /**
   * Which defaults the options below have: this project's, or those of the published function.
   *
   * @default {"own"}
   */
  readonly protocol?: "own" | "released";
  /**
   * Whether a row goes on with its block, and its corrector with the row, until the last row of the
   * batch has finished it.
   *
   * @default {false}, or `true` of the released protocol
   */
  readonly shareSteps?: boolean;
  /**
   * Whether the mask is never predicted. Where it may be, a token may stay masked or be masked again.
   *
   * @default {true}, or `false` of the released protocol
   */
  readonly rulesOutMask?: boolean;
}

/** Drawn sequences and what they cost. */
export interface DecodedBlocks extends Samples {
  /** Unmasking steps that the batch took. */
  readonly unmaskingSteps: number;
  /** Corrector steps that the batch took. */
  readonly correctorSteps: number;
}

/** A position whose turn it may be, and the token it would take. */
interface Candidate {
  readonly position: number;
  readonly token: number;
  readonly confidence: number;
}

/** The state of a batch that is being decoded. */
class BlockDecoder {
  readonly z: Int32Array;
  readonly predictor: Predictor;
  unmaskingSteps = 0;
  correctorSteps = 0;
  /** Prescribed evaluations of all rows. */
  nfe = 0;
  /**
   * Numbers the steps of a row, whatever other rows do; a block takes no more than its length, or twice
   * that where the mask is not ruled out.
   */
  #turn = 0;
  readonly #options: BlockDecodeOptions;
  readonly #layout: BlockLayout;
  readonly #parts: BlockParts;
  readonly #sharesSteps: boolean;
  readonly #rulesOutMask: boolean;
  readonly #correctorGuidance: Guidance;

  constructor(denoiser: Denoiser, options: BlockDecodeOptions) {
    const { prompt, labels, temperature = 0, corrector, protocol = "own" } = options;
    this.#options = options;
    this.#layout = layOutBlocks(denoiser, options);
    const { computes = "all", blockLength } = options;
    if (computes !== "all" && denoiser.evaluatePart === undefined) {
      throw new RangeError(
        `Cannot decode blocks with computes "${computes}": the network computes all positions; leave ` +
          "it out, or take a network of LLaDA's kind",
      );
    }
    this.#parts = new BlockParts({
      ...{ computes, blockLength, length: denoiser.length },
      promptLength: this.#layout.promptLength,
    });
    this.#sharesSteps = options.shareSteps ?? protocol === "released";
    this.#rulesOutMask = options.rulesOutMask ?? protocol === "own";
    this.#correctorGuidance = corrector?.guidance ?? "conditional";
    this.z = prompt.slice();
    this.predictor = new Predictor(denoiser, labels, { ...options, temperature });
  }

  /** Decodes all blocks. */
  async run(): Promise<void> {
    const { labels, eosId, blockLength } = this.#options, { length } = this.predictor.denoiser;
    const { promptLength, blocks } = this.#layout;
    let unfinished = Array.from(labels.keys());
    for (let block = 0; block < blocks; block++) {
      const end = promptLength + (block + 1) * blockLength;
      await this.#decodeBlock(unfinished, end);
      unfinished = unfinished.filter((row) => {
        if (eosId === undefined || this.z[row * length + end - 1] !== eosId) return true;
        this.z.fill(eosId, row * length + end, (row + 1) * length);
        return false;
      });
    }
  }

  async #decodeBlock(rows: readonly number[], end: number): Promise<void> {
    const { blockLength, corrector, signal, observe } = this.#options;
    for (let step = 0, active = rows; active.length > 0; step++) {
      // The published loop has no end where the mask stays the most probable token. A block that takes
      // more steps than it has positions is finished without it.
      this.predictor.rulesOutMask = this.#rulesOutMask || step >= blockLength;
      this.#turn = (this.#rulesOutMask ? 1 : 2) * (end - blockLength) + step;
      signal?.throwIfAborted();
      const fires = corrector !== undefined && correctorFires(corrector, step);
      const guidance = fires ? this.#correctorGuidance : "guided";
      for (const { rows, part } of this.#parts.step(active, this.z, end, fires)) {
        await this.predictor.refresh("z", rows, this.z, guidance, { part });
      }
      this.nfe += active.length * this.predictor.evaluationsEach("guided");
      if (fires) await this.#correct(active, end, corrector);
      for (const row of active) this.#unmask(row, end, step, fires ? "y" : "z", guidance);
      observe?.({ step: this.unmaskingSteps, phase: "unmask", tokens: this.z });
      this.unmaskingSteps++;
      const left = active.filter((row) => this.#masked(row, end).length > 0);
      active = this.#sharesSteps && left.length > 0 ? active : left;
    }
  }

  /** Corrects the generated tokens of rows; the corrector sees guesses in place of masks. */
  async #correct(
    rows: readonly number[],
    end: number,
    { S, prior = "kept" }: BlockCorrectorOptions,
  ): Promise<void> {
    const { length, maskId } = this.predictor.denoiser, { z, predictor } = this;
    const { promptLength } = this.#layout, guidance = this.#correctorGuidance;
    const y = z.slice();
    for (const row of rows) {
      for (let position = promptLength; position < length; position++) {
        if (prior === "kept" && z[row * length + position] !== maskId) continue;
        y[row * length + position] = predictor.best("z", row, position, guidance);
      }
    }
    let moving = rows;
    for (let round = 1; round <= S && moving.length > 0; round++) {
      const counted = this.#sharesSteps ? rows : moving;
      this.nfe += counted.length * predictor.evaluationsEach(guidance);
      this.correctorSteps++;
      await predictor.refresh("y", moving, y, guidance, { part: this.#parts.generated() });
      moving = moving.filter((row) => {
        let changed = false;
        for (let position = promptLength; position < end; position++) {
          const token = predictor.best("y", row, position, guidance);
          changed ||= token !== y[row * length + position];
          y[row * length + position] = token;
        }
        return changed;
      });
      this.#options.observe?.({ step: this.unmaskingSteps, phase: "correct", round, tokens: y });
    }
    for (const row of rows) {
      for (let index = row * length + promptLength; index < row * length + end; index++) {
        if (z[index] !== maskId) z[index] = y[index]!;
      }
    }
  }

  /** Unmasks the tokens of a row's block whose turn it is. */
  #unmask(row: number, end: number, step: number, input: Input, guidance: Guidance): void {
    const { blockLength, threshold } = this.#options, { stepsPerBlock } = this.#layout;
    const count = Math.floor(blockLength / stepsPerBlock) +
      Number(step < blockLength % stepsPerBlock);
    const candidates = this.#masked(row, end)
      .map((position) => this.#candidate(row, position, input, guidance))
      .sort((a, b) => b.confidence - a.confidence || a.position - b.position);
    const chosen = threshold === undefined
      ? candidates.slice(0, count)
      : candidates.filter(({ confidence }, i) => i === 0 || confidence >= threshold);
    for (const { position, token } of chosen) {
      this.z[row * this.predictor.denoiser.length + position] = token;
    }
  }

  #candidate(row: number, position: number, input: Input, guidance: Guidance): Candidate {
    const { key, firstRow = 0, order = "lowConfidence", temperature = 0 } = this.#options;
    const uniform = (lane: 0 | 1) => uniformAt(key, firstRow + row, this.#turn, position, lane);
    const token = temperature === 0
      ? this.predictor.best(input, row, position, guidance)
      : drawCategorical(this.predictor.xTheta(input, row, position, guidance), uniform(0));
    const confidence = order === "random"
      ? uniform(1)
      : this.predictor.rawXTheta(input, row, position, guidance)[token]!;
    return { position, token, confidence };
  }

  #masked(row: number, end: number): number[] {
    const { length, maskId } = this.predictor.denoiser, { blockLength } = this.#options;
    return Array.from({ length: blockLength }, (_, i) => end - blockLength + i)
      .filter((position) => this.z[row * length + position] === maskId);
  }
}

/**
 * Decodes block after block as LLaDA does, each step unmasking the tokens of the block that the
 * network is surest of, with ProSeCo's corrector over all that is generated so far.
 *
 * @throws {RangeError} If an option is out of range.
 */
export async function decodeBlocks(
  denoiser: Denoiser,
  options: BlockDecodeOptions,
): Promise<DecodedBlocks> {
  const decoder = new BlockDecoder(denoiser, options), rows = options.labels.length;
  await decoder.run();
  return {
    tokens: decoder.z,
    nfe: decoder.nfe / rows,
    evaluations: decoder.predictor.evaluations / rows,
    rowEvaluations: decoder.predictor.rowEvaluations,
    unmaskingSteps: decoder.unmaskingSteps,
    correctorSteps: decoder.correctorSteps,
  };
}
