import { drawSamples, settingsOf } from "../diffusion/drawing/draw_samples.ts";
import { trainedObjective } from "../diffusion/objectives/objectives.ts";
import type { DrawOptions, Samples } from "../diffusion/samplers/sampler.ts";
import { samplerNamed } from "../diffusion/samplers/samplers.ts";
import { recordTrajectory } from "../diffusion/drawing/record_trajectory.ts";
import { atLength } from "../model/architectures.ts";
import { describeUnread, readCheckpoint } from "../model/checkpoint.ts";
import type { NetworkConfig } from "../model/config.ts";
import { checkSameTokens } from "../model/vocabulary/tokens_file.ts";
import { createDenoiser } from "../model/denoiser.ts";
import type { RandomKey } from "../random/mod.ts";
import { describeEngine, type EngineName } from "../tensor/engines/engines.ts";
import { type DatasetMeta, readDatasetMeta } from "../artifacts/dataset_meta.ts";
import type { RecordedFrame } from "../artifacts/samples.ts";
import { showLive } from "../artifacts/live_samples.ts";
import type { GuidanceName } from "../diffusion/guidance/guidances.ts";
import { type OpenedGuide, openGuide } from "./guidance/open_guide.ts";
import { modelFacts } from "./model_facts.ts";
import type { DrawnSettings } from "./sampling_settings.ts";

/** Where a sampler finds what it needs. */
export interface SequenceSamplerOptions {
  /** Folder of the data set. */
  readonly dataset: string;
  /** Folder of the network. */
  readonly checkpoint: string;
  /** Positions of a sequence. @default {those of the data set, which must be the network's} */
  readonly length?: number;
  /** Rows that the network evaluates at once. */
  readonly batch: number;
  /** What computes. */
  readonly engine: EngineName;
  /** Threads of one operator. */
  readonly threads: number;
  /** Folder in which the first sequences are shown while they are drawn. */
  readonly scratch: string;
  /** How draws are guided. @default {"cfg"} */
  readonly guidance?: GuidanceName;
  /** Folder of the classifier, where one guides. */
  readonly classifier?: string;
  /** Hears of what a reader should know. */
  log?(line: string): void;
}

/** Which sequences to draw, and who follows it. */
export interface SequenceDraw extends Pick<DrawOptions, "prompt" | "seen" | "guide"> {
  /** Names the random stream. */
  readonly key: RandomKey;
  /** Labels `[rows]`, one for each sequence. */
  readonly labels: Int32Array;
  /** Number of the first row in the random stream. @default {0} */
  readonly firstRow?: number;
  /** Stops the sampler. */
  readonly signal: AbortSignal;
  /** Hears of every step, counted from 1. */
  onStep(done: number): void;
}

/** Sequences and what they cost. */
export interface DrawnSequences extends Pick<Samples, "rowEvaluations" | "classifications"> {
  /** Token ids of each sequence, `[length]`. */
  readonly sequences: readonly Int32Array[];
  /** Steps of the first sequences, as many as the settings ask for. */
  readonly trajectory: readonly RecordedFrame[];
  /** Prescribed network evaluations per sequence. */
  readonly nfe: number;
  /** Network evaluations per sequence that were made. */
  readonly evaluations: number;
  /** Seconds that it took. */
  readonly seconds: number;
}

/** Draws sequences from one network. */
export interface SequenceSampler {
  /** What the data set says of itself. */
  readonly meta: DatasetMeta;
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** How the network was trained. */
  readonly training: Readonly<Record<string, string>>;
  /** What samples say of the network. */
  readonly model: Readonly<Record<string, string | number>>;
  /** The classifier that guides, if one does. */
  readonly guide?: OpenedGuide;
  /**
   * Steps that a draw takes, for progress.
   *
   * @param prompted Positions of the prompts. @default {0}
   * @throws {RangeError} If settings do not fit.
   */
  steps(settings: DrawnSettings, prompted?: number): number;
  /** Draws sequences. */
  draw(settings: DrawnSettings, draw: SequenceDraw): Promise<DrawnSequences>;
  /** Frees the network. */
  release(): Promise<void>;
}

/**
 * Opens a network for sampling.
 *
 * @throws {Error} If the network does not fit the data set.
 */
export async function openSequenceSampler(
  { dataset, checkpoint, batch, engine, threads, scratch, log, guidance, classifier, ...asked }:
    SequenceSamplerOptions,
): Promise<SequenceSampler> {
  const meta = await readDatasetMeta(dataset);
  const read = await readCheckpoint(checkpoint), { parameters, training = {} } = read;
  const unread = describeUnread(read);
  if (unread !== undefined) log?.(unread);
  const { config, warning } = asked.length === undefined
    ? { config: read.config, warning: undefined }
    : atLength(read.config, asked.length);
  const needed = asked.length ?? meta.length;
  if (config.length !== needed || config.vocab !== meta.tokens.length) {
    throw new Error(
      `Cannot sample: the checkpoint is of ${config.length} positions and ${config.vocab} ` +
        `tokens, the data set of ${needed} and ${meta.tokens.length}`,
    );
  }
  if (meta.maskId !== config.maskId) {
    throw new Error(
      `Cannot sample: the mask is token ${config.maskId} of the checkpoint, and ${meta.maskId} of the ` +
        "data set: make the data set with the checkpoint's folder as tokens",
    );
  }
  checkSameTokens(read.vocabulary, meta);
  if (warning !== undefined) log?.(warning);
  const { bosId, eosId, padId } = meta, { length } = config;
  log?.(await describeEngine(engine, { threads }));
  const denoiser = createDenoiser(parameters, config, { maxRows: batch, engine, threads });
  const { vocab, maskId } = config;
  const objective = training.objective === undefined
    ? undefined
    : trainedObjective({ vocab, maskId, training });
  const guide = await openGuide(guidance, classifier, { meta, batch, engine, threads });
  const live = showLive(scratch, meta.tokens, length);
  const steps = (settings: DrawnSettings, prompted = 0) => {
    const sampler = samplerNamed(settings.sampler);
    return sampler.steps(settingsOf(sampler, settings), length, prompted);
  };
  return {
    ...{ meta, config, training, model: modelFacts({ parameters, training }), guide, steps },
    async draw(settings, { labels, onStep, ...rest }) {
      const { sampler, gamma, batch, trajectories } = settings, rows = labels.length;
      const total = steps(settings, Math.max(0, rest.prompt?.indexOf(maskId) ?? 0));
      guide?.checkShown(samplerNamed(sampler));
      const recorder = recordTrajectory(Math.min(trajectories, rows), length);
      const started = performance.now();
      const { tokens, ...cost } = await drawSamples(denoiser, {
        ...{ sampler: samplerNamed(sampler), objective, settings },
        ...{ ...rest, labels, gamma, batch, bosId, eosId, padId },
        observe(frame) {
          recorder.observe(frame);
          const done = frame.step + (frame.phase === "unmask" ? 1 : 0);
          onStep(done);
          live.show(frame.tokens, done, total);
        },
      });
      const seconds = (performance.now() - started) / 1000;
      const sequences = Array.from(
        { length: rows },
        (_, row) => tokens.subarray(row * length, (row + 1) * length),
      );
      const trajectory = (trajectories === 0 ? [] : recorder.frames).map((
        { tokens, ...frame },
      ) => ({
        ...frame,
        sequences: tokens.map((ids) => ids.map((id) => meta.tokens[id]!)),
      }));
      return { sequences, trajectory, ...cost, seconds };
    },
    async release() {
      await denoiser.release();
      await guide?.release();
    },
  };
}
