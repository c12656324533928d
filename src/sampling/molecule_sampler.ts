import { smilesTokenizer } from "../chem/smiles_tokenizer.ts";
import { drawSamples } from "../diffusion/draw_samples.ts";
import { recordTrajectory } from "../diffusion/trajectory.ts";
import { readCheckpoint } from "../model/checkpoint.ts";
import { createDenoiser } from "../model/denoiser.ts";
import { labelOf } from "../model/labels.ts";
import { foldIn, randomKey } from "../random/mod.ts";
import type { EngineName } from "../tensor/engine_names.ts";
import { showLive } from "./live_samples.ts";
import { modelFacts } from "./model_facts.ts";
import type { CellSettings } from "./settings.ts";

/** Where a sampler finds what it needs. */
export interface MoleculeSamplerOptions {
  /** Folder of the data set. */
  readonly dataset: string;
  /** Folder of the network. */
  readonly checkpoint: string;
  /** Rows that the network evaluates at once. */
  readonly batch: number;
  /** What computes. */
  readonly engine: EngineName;
  /** Threads of one operator. */
  readonly threads: number;
  /** Folder in which the first sequences are shown while they are drawn. */
  readonly scratch: string;
}

/** One set of samples. */
export interface MoleculeCell {
  /** What a samples file holds: settings, cost, strings, trajectory, data and model. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Prescribed network evaluations per sequence. */
  readonly nfe: number;
  /** Network evaluations per sequence that were made. */
  readonly evaluations: number;
}

/** Draws sets of molecules from one network. */
export interface MoleculeSampler {
  /** Steps that a set takes, for progress. */
  steps(settings: CellSettings): number;
  /** Draws a set. */
  draw(
    settings: CellSettings,
    signal: AbortSignal,
    onStep: (done: number) => void,
  ): Promise<MoleculeCell>;
  /** Frees the network. */
  release(): Promise<void>;
}

/**
 * Opens a network for sampling molecules.
 *
 * @throws {Error} If the network does not fit the data set.
 */
export async function openMoleculeSampler(
  { dataset, checkpoint, batch, engine, threads, scratch }: MoleculeSamplerOptions,
): Promise<MoleculeSampler> {
  const meta = JSON.parse(await Deno.readTextFile(`${dataset}/meta.json`));
  const { config, parameters, training = {} } = await readCheckpoint(checkpoint);
  if (config.length !== meta.length || config.vocab !== meta.tokens.length) {
    throw new Error(
      `Cannot sample: the checkpoint is of ${config.length} positions and ${config.vocab} ` +
        `tokens, the data set of ${meta.length} and ${meta.tokens.length}`,
    );
  }
  const { bosId, eosId, padId } = meta, { length } = config;
  const tokenizer = smilesTokenizer(meta.tokens.slice(0, bosId));
  const denoiser = createDenoiser(parameters, config, { maxRows: batch, engine, threads });
  const model = modelFacts({ parameters, training });
  const steps = ({ sampler, T }: CellSettings) =>
    sampler === "first-hitting" ? length : sampler === "ar" ? length - 1 : T;
  const live = showLive(scratch, meta.tokens, length);
  return {
    steps,
    async draw(settings, signal, onStep) {
      const { count, property, label, seed, trajectories, ...given } = settings;
      // What does not change the result is no setting of it.
      const { batch: _batch, engine: _engine, ...rest } = given;
      const { S, omega, correctorGuidance } = settings;
      // A network that says nothing of its labels knows one property.
      const properties = training.properties?.split(",") ?? [property];
      const recorder = recordTrajectory(Math.min(trajectories, count), length);
      const started = performance.now();
      const { tokens, nfe, evaluations } = await drawSamples(denoiser, {
        ...settings,
        key: foldIn(randomKey(seed), "sample/guided"),
        labels: new Int32Array(count).fill(labelOf(properties, property, label)),
        corrector: {
          ...{ S, omega, correctorGuidance, start: settings.correctorStart },
          ...{ prior: settings.correctorPrior, step: settings.correctorStep, topK: settings.topK },
        },
        ...{ bosId, eosId, padId, signal },
        observe(frame) {
          recorder.observe(frame);
          const done = frame.step + (frame.phase === "unmask" ? 1 : 0);
          onStep(done);
          live.show(frame.tokens, done, steps(settings));
        },
      });
      const seconds = (performance.now() - started) / 1000;
      const smiles = Array.from(
        { length: count },
        (_, row) => tokenizer.decode(tokens.subarray(row * length, (row + 1) * length)),
      );
      const trajectory = (trajectories === 0 ? [] : recorder.frames).map((
        { tokens, ...frame },
      ) => ({
        ...frame,
        sequences: tokens.map((ids) => ids.map((id) => meta.tokens[id])),
      }));
      const content = {
        ...{ ...rest, property, label, count, seed },
        ...{ nfe, evaluations, smiles, trajectory, data: { source: meta.source }, model },
      };
      return { content, seconds, nfe, evaluations };
    },
    release: () => denoiser.release(),
  };
}
