import { drawCategorical, uniformAt } from "../process/categorical.ts";
import { correctorFires, type CorrectorOptions } from "../denoising/corrector.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { type Guidance, type Input, Predictor } from "../denoising/predictor.ts";
import type { SamplerOptions, Samples } from "./sampler.ts";

/** Options of {@linkcode decodeBlocks}. */
export interface BlockDecodeOptions extends Omit<SamplerOptions, "temperature"> {
  /** Tokens `[rows, length]`: a prompt and then only masks, its length the same in all rows. */
  readonly prompt: Int32Array;
  /** Positions of a block; must divide what follows the prompt. */
  readonly blockLength: number;
  /** Unmasking steps in all; must be a multiple of the number of blocks. */
  readonly T: number;
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
  readonly corrector?: Pick<CorrectorOptions, "S" | "omega" | "guidance">;
  /** Token with which a row ends when a block's last token is it. @default {undefined} */
  readonly eosId?: number;
  /**
   * Whether a row goes on with its block, and its corrector with the row, until the last row of the
   * batch has finished it, as the released sampler does.
   *
   * @default {false}
   */
  readonly shareSteps?: boolean;
}

/** Drawn sequences and what they cost. */
export interface DecodedBlocks extends Samples {
  /** Unmasking steps that the batch took. */
  readonly unmaskingSteps: number;
  /** Corrector steps that the batch took. */
  readonly correctorSteps: number;
}

interface Layout {
  readonly promptLength: number;
  readonly blocks: number;
  readonly stepsPerBlock: number;
}

function layOut(denoiser: Denoiser, options: BlockDecodeOptions): Layout {
  const { prompt, labels, blockLength, T } = options, { length, maskId } = denoiser;
  const fail = (reason: string) => {
    throw new RangeError(`Cannot decode blocks: ${reason}`);
  };
  if (prompt.length !== labels.length * length) {
    fail(`the prompt must hold ${labels.length} × ${length} tokens: got ${prompt.length}`);
  }
  const promptLength = prompt.indexOf(maskId);
  for (let i = 0; i < prompt.length; i++) {
    if ((prompt[i] === maskId) !== (i % length >= promptLength)) {
      fail(`every row must be ${promptLength} tokens and then masks: see position ${i % length}`);
    }
  }
  const blocks = (length - promptLength) / blockLength;
  if (!Number.isSafeInteger(blocks) || blocks < 1) {
    fail(`blockLength must divide ${length - promptLength} positions: got ${blockLength}`);
  }
  if (!Number.isSafeInteger(T / blocks) || T < blocks) {
    fail(`T must be a multiple of the ${blocks} blocks: got ${T}`);
  }
  return { promptLength, blocks, stepsPerBlock: T / blocks };
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
  /** Numbers the steps of a row, whatever other rows do; a block takes no more than its length. */
  #turn = 0;
  readonly #options: BlockDecodeOptions;
  readonly #layout: Layout;
  readonly #correctorGuidance: Guidance;

  constructor(denoiser: Denoiser, options: BlockDecodeOptions) {
    const { prompt, labels, temperature = 0, corrector } = options;
    this.#options = options;
    this.#layout = layOut(denoiser, options);
    this.#correctorGuidance = corrector?.guidance ?? "conditional";
    this.z = prompt.slice();
    this.predictor = new Predictor(denoiser, labels, {
      ...options,
      temperature: temperature === 0 ? 1 : temperature,
    });
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
    const { blockLength, corrector, shareSteps = false, signal, observe } = this.#options;
    for (let step = 0, active = rows; active.length > 0; step++) {
      this.#turn = end - blockLength + step;
      signal?.throwIfAborted();
      const fires = corrector !== undefined && correctorFires(corrector, step);
      const guidance = fires ? this.#correctorGuidance : "guided";
      await this.predictor.refresh("z", active, this.z, guidance);
      this.nfe += active.length * this.predictor.evaluationsEach("guided");
      if (fires) await this.#correct(active, end, corrector.S);
      for (const row of active) this.#unmask(row, end, step, fires ? "y" : "z", guidance);
      observe?.({ step: this.#turn, phase: "unmask", tokens: this.z });
      this.unmaskingSteps++;
      const left = active.filter((row) => this.#masked(row, end).length > 0);
      active = shareSteps && left.length > 0 ? active : left;
    }
  }

  /** Corrects the generated tokens of rows; the corrector sees guesses in place of masks. */
  async #correct(rows: readonly number[], end: number, S: number): Promise<void> {
    const { length, maskId } = this.predictor.denoiser, { z, predictor } = this;
    const { promptLength } = this.#layout, guidance = this.#correctorGuidance;
    const y = z.slice();
    for (const row of rows) {
      for (let position = promptLength; position < length; position++) {
        if (z[row * length + position] !== maskId) continue;
        y[row * length + position] = predictor.best("z", row, position, guidance);
      }
    }
    let moving = rows;
    for (let round = 1; round <= S && moving.length > 0; round++) {
      const counted = this.#options.shareSteps ? rows : moving;
      this.nfe += counted.length * predictor.evaluationsEach(guidance);
      this.correctorSteps++;
      await predictor.refresh("y", moving, y, guidance);
      moving = moving.filter((row) => {
        let changed = false;
        for (let position = promptLength; position < end; position++) {
          const token = predictor.best("y", row, position, guidance);
          changed ||= token !== y[row * length + position];
          y[row * length + position] = token;
        }
        return changed;
      });
      this.#options.observe?.({ step: this.#turn, phase: "correct", round, tokens: y });
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
    unmaskingSteps: decoder.unmaskingSteps,
    correctorSteps: decoder.correctorSteps,
  };
}
