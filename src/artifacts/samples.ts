import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";
import {
  type MoleculeSettings,
  moleculeSettings,
  type SampleSettings,
  sampleSettings,
} from "./sample_settings.ts";

/** One recorded step of a sampler, for each recorded sequence its tokens. */
export interface RecordedFrame {
  /** Unmasking step, counted from 0. */
  readonly step: number;
  /** What the step did. */
  readonly phase: "unmask" | "correct";
  /** The corrector's step, counted from 1, where `phase` is `"correct"`. */
  readonly round?: number;
  /** Tokens `[sequences][length]`. */
  readonly sequences: readonly (readonly string[])[];
}

/** What samples say of how they came to be, and what they cost. */
export interface SampleOrigin<Settings extends SampleSettings = SampleSettings> {
  /** What they were drawn with. */
  readonly settings: Settings;
  /** Prescribed network evaluations per sequence, a classifier's as made; a guided step counts as two. */
  readonly nfe: number;
  /** Network evaluations per sequence that were made. */
  readonly evaluations: number;
  /** How many of these are of a classifier, where one guided; a gradient is one. */
  readonly classifications?: number;
  /** The data set whose vocabulary they are of. */
  readonly data?: { readonly source?: Readonly<Record<string, unknown>> };
  /** The network that was sampled from: its size and its training. */
  readonly model?: Readonly<Record<string, unknown>>;
}

/** Sampled molecules, with the steps that led to the first few of them. */
export interface MoleculeSamples extends SampleOrigin<MoleculeSettings> {
  /** The sampled strings. */
  readonly smiles: readonly string[];
  /** Steps in the order in which they happened. */
  readonly trajectory: readonly RecordedFrame[];
}

/** Sampled texts, with the steps that led to the first few of them. */
export interface TextSamples extends SampleOrigin {
  /** Mean entropy of a text's tokens, in nats. */
  readonly entropy: number;
  /** The same of each text. */
  readonly entropies: readonly number[];
  /** The texts. */
  readonly texts: readonly string[];
  /** The label that each was drawn for, of a network that knows labels. */
  readonly labels?: readonly number[];
  /** Steps in the order in which they happened. */
  readonly trajectory: readonly RecordedFrame[];
}

const cost = {
  nfe: z.number(),
  evaluations: z.number(),
  classifications: z.number().optional(),
  data: z.looseObject({ source: z.record(z.string(), z.unknown()).optional() }).optional(),
  model: z.record(z.string(), z.unknown()).optional(),
};

/** Form of {@linkcode SampleOrigin} of molecules. */
export const moleculeOrigin = { settings: moleculeSettings, ...cost };

/** Form of {@linkcode SampleOrigin} of texts. */
export const textOrigin = { settings: sampleSettings, ...cost };

/** Form of recorded steps. */
export const recordedFrames: z.ZodType<readonly RecordedFrame[]> = z.array(z.object({
  step: z.number(),
  phase: z.enum(["unmask", "correct"]),
  round: z.number().optional(),
  sequences: z.array(z.array(z.string())),
}));

const trajectory = recordedFrames.default([]);

const moleculeSamples: z.ZodType<MoleculeSamples> = z.object({
  ...moleculeOrigin,
  smiles: z.array(z.string()),
  trajectory,
});

const textSamples: z.ZodType<TextSamples> = z.object({
  ...textOrigin,
  entropy: z.number(),
  entropies: z.array(z.number()),
  texts: z.array(z.string()),
  labels: z.array(z.int()).optional(),
  trajectory,
});

/**
 * Reads a file of sampled molecules.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readMoleculeSamples(path: string): Promise<MoleculeSamples> {
  return readJson(path, moleculeSamples, "samples");
}

/**
 * Reads a file of sampled texts.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readTextSamples(path: string): Promise<TextSamples> {
  return readJson(path, textSamples, "samples");
}

/** Writes samples as JSON; a file that is there holds them whole. */
export function writeSamples(path: string, samples: MoleculeSamples | TextSamples): Promise<void> {
  return writeJson(path, samples);
}
