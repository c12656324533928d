import type { z } from "zod";
import type { RandomKey } from "../../random/key.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import type { PredictorOptions } from "../denoising/predictor.ts";
import type { Shown } from "../process/shown.ts";

/** What a sampler shows of its work; the tokens are live and must be copied to be kept. */
export interface Frame {
  /** Step, counted from 0. */
  readonly step: number;
  /** What the step did. */
  readonly phase: "unmask" | "correct";
  /** The corrector's step, counted from 1, where `phase` is `"correct"`. */
  readonly round?: number;
  /** Tokens `[rows, length]`. */
  readonly tokens: Int32Array;
}

/** Options that all algorithms share. */
export interface SamplerOptions extends PredictorOptions {
  /** Names the random stream. */
  readonly key: RandomKey;
  /** Labels `[rows]`, one for each sequence to draw. */
  readonly labels: Int32Array;
  /**
   * Number of the first row in the random stream, to draw a set of sequences in several parts.
   *
   * @default {0}
   */
  readonly firstRow?: number;
  /** Stops the sampler, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Called after each step. */
  observe?(frame: Frame): void;
}

/** Drawn sequences and what they cost. */
export interface Samples {
  /** `[rows, length]` */
  readonly tokens: Int32Array;
  /**
   * Network evaluations per sequence that the algorithm prescribes, a conditional and an
   * unconditional one being two.
   */
  readonly nfe: number;
  /** Network evaluations per sequence that were done: rows that did not change need none. */
  readonly evaluations: number;
  /**
   * `[rows]` evaluations that each sequence would have needed alone, so that they depend on no other;
   * not of every sampler.
   */
  readonly rowEvaluations?: Int32Array;
  /** Evaluations of the classifier per sequence, where one guides; a gradient is one. */
  readonly classifications?: number;
}

/** What a draw needs beside the sampler's own settings. */
export interface DrawOptions extends Omit<SamplerOptions, "temperature" | "nucleusP"> {
  /** Token with which a sequence begins. */
  readonly bosId: number;
  /** Token with which it ends. */
  readonly eosId: number;
  /** Token that fills it up. */
  readonly padId: number;
  /**
   * Tokens `[rows, length]` to go on from: the same number of tokens in each row, then only masks.
   * Shorter prompts are filled up on the left, which `seen` then says. Not every sampler takes it.
   *
   * @default {undefined}, sequences are drawn from nothing
   */
  readonly prompt?: Int32Array;
}

/** Whether a sampler goes on from a prompt: never, where there is one, or from nothing else. */
export type PromptUse = "refused" | "taken" | "needed";

/** Schemas of settings by name. */
export type SettingsShape = Readonly<Record<string, z.ZodType>>;

/** Settings as a shape gives them, defaults filled in. */
export type SettingsOf<Shape extends SettingsShape> = {
  readonly [Name in keyof Shape]: z.output<Shape[Name]>;
};

/** A way to draw sequences from a network. */
export interface Sampler<
  Name extends string = string,
  Shape extends SettingsShape = SettingsShape,
> {
  /** Name, as pipeline files write it. */
  readonly name: Name;
  /** Name, as people know it. */
  readonly label: string;
  /** What it shows the network, which must have been trained on that. */
  readonly shows: Shown;
  /** Whether it asks the network to judge tokens, which not every network does. @default {false} */
  readonly asksQuality?: boolean;
  /** What it makes of a prompt. @default {"refused"} */
  readonly prompt?: PromptUse;
  /** Whether a classifier can guide it. @default {false} */
  readonly isGuidable?: boolean;
  /** The settings that it has, and no others; `T` where its steps can be chosen. */
  readonly settings: Shape;
  /**
   * Steps that a draw takes, for progress.
   *
   * @param length Positions of a sequence.
   * @param prompted Of these, positions of the prompt; 0 without one.
   * @throws {RangeError} If the settings do not fit the length.
   */
  steps(settings: SettingsOf<Shape>, length: number, prompted: number): number;
  /**
   * Evaluations that a sequence is expected to cost, conditional and unconditional ones counted as
   * one: rows that do not change are not evaluated.
   */
  evaluations(settings: SettingsOf<Shape>, length: number, prompted: number): number;
  /** Draws sequences. */
  draw(denoiser: Denoiser, options: DrawOptions & SettingsOf<Shape>): Promise<Samples>;
  /**
   * The settings that a method of this sampler is known by, such as `2, 2`; empty where there are none.
   *
   * @default {() => ""}
   */
  variant?(settings: SettingsOf<Shape>): string;
}

/** Defines a sampler, whose functions get the settings of its own shape. */
export function defineSampler<const Name extends string, Shape extends SettingsShape>(
  sampler: Sampler<Name, Shape>,
): Sampler<Name, Shape> {
  return sampler;
}
