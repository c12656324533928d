import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import {
  checkCorrector,
  correct,
  correctorFires,
  type CorrectorOptions,
} from "../denoising/corrector.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { planRow } from "../denoising/plan_row.ts";
import type { Transition } from "../process/posterior.ts";
import { Predictor } from "../denoising/predictor.ts";
import {
  checkRemasking,
  type RemaskingOptions,
  remaskingTransition,
} from "../process/remasking.ts";
import { type NoiseSchedule, noiseSchedule, timeGrid } from "../process/noise_schedule.ts";
import type { SamplerOptions, Samples } from "./sampler.ts";
import { startTokens } from "./start_tokens.ts";

/** Options of {@linkcode sampleMasked}. */
export interface MaskedSamplerOptions extends SamplerOptions {
  /** Unmasking steps. */
  readonly T: number;
  /** Noise schedule. @default {noiseSchedule("log-linear")} */
  readonly noise?: NoiseSchedule;
  /** Makes it ProSeCo. @default {undefined} */
  readonly corrector?: CorrectorOptions;
  /** Makes it ReMDM. @default {undefined} */
  readonly remasking?: RemaskingOptions;
  /** Tokens `[rows, length]` to start from; those other than the mask are never changed. */
  readonly given?: Int32Array;
}

/** How many of `T` steps unmask any of a sequence's tokens, each in a step of its own choice. */
export function expectedUnmaskingSteps(T: number, length: number): number {
  return T * (1 - (1 - 1 / T) ** length);
}

/**
 * Draws sequences by masked diffusion: ancestral sampling of an MDM (Algorithm 2), with a corrector
 * ProSeCo (Algorithm 3), with remasking ReMDM.
 *
 * Which positions a step unmasks does not depend on the network, so it is decided first and rows that
 * unmask nothing are not evaluated; where a classifier guides, it does, and is decided last. Where the corrector fires, its last predictions replace the
 * denoiser's in that step, and unmasked tokens take its values.
 *
 * @throws {RangeError} If an option is out of range, or a classifier is to guide what is masked again.
 */
export async function sampleMasked(
  denoiser: Denoiser,
  options: MaskedSamplerOptions,
): Promise<Samples> {
  const { key, labels, T, corrector, remasking, given, firstRow = 0, signal, observe } = options;
  const { noise = noiseSchedule("log-linear") } = options;
  if (corrector !== undefined) checkCorrector(corrector);
  if (remasking !== undefined) checkRemasking(remasking);
  if (remasking !== undefined && options.guide !== undefined) {
    throw new RangeError(
      "Cannot sample: a classifier does not guide which tokens are masked again",
    );
  }
  const { length, maskId } = denoiser, rows = labels.length;
  const predictor = new Predictor(denoiser, labels, options);
  const correctorGuidance = corrector?.guidance ?? "conditional";
  const times = timeGrid(T), z = startTokens(denoiser, rows, given);
  const stayKey = foldIn(key, STREAMS.stay), drawKey = foldIn(key, STREAMS.draw);
  const psi = new Float64Array(rows * length).fill(Infinity);
  let nfe = 0;

  for (let step = 0; step < T; step++) {
    signal?.throwIfAborted();
    const t = times[step], s = times[step + 1];
    const plain: Transition = {
      alphaT: noise.alpha(t!),
      alphaS: step === T - 1 ? 1 : noise.alpha(s!),
    };
    const transition = remasking === undefined
      ? plain
      : remaskingTransition(remasking, t!, s!, plain);
    const fires = corrector !== undefined && correctorFires(corrector, step);
    nfe += predictor.evaluationsEach("guided");
    if (fires) nfe += corrector.S * predictor.evaluationsEach(correctorGuidance);

    const drawn = fires
      ? { input: "y", guidance: correctorGuidance } as const
      : { input: "z", guidance: "guided" } as const;
    const isTilted = predictor.isTilted(drawn.guidance);
    const planAll = (tilts: boolean) =>
      Array.from({ length: rows }, (_, row) => {
        const start = row * length, end = start + length;
        return planRow(z.subarray(start, end), given?.subarray(start, end), {
          ...{ key: stayKey, row: firstRow + row, step, maskId, transition },
          psi: remasking?.confidence ? psi.subarray(start, end) : undefined,
          ...(tilts && {
            tilt: (position) => predictor.tilt(drawn.input, row, position, drawn.guidance),
          }),
        });
      });
    let changes = planAll(false);
    const all = Array.from(labels.keys());
    const isMasked = (row: number) => z.subarray(row * length, (row + 1) * length).includes(maskId);
    const needed = (row: number) =>
      !predictor.reuse || (isTilted ? isMasked(row) : changes[row]!.unmask.length > 0) ||
      fires && changes[row]!.unmasked.length > 0;
    const active = all.filter(needed);
    // Where the corrector fires, the denoiser gives no more than the corrector's first input.
    await predictor.refresh(
      "z",
      active,
      z,
      fires && predictor.reuse ? correctorGuidance : "guided",
      { scored: fires && corrector.prior !== "kept" ? "all" : "masked" },
    );
    let y: Int32Array | undefined;
    if (fires) {
      y = await correct(predictor, active, z, given, corrector, {
        key: foldIn(key, STREAMS.correct, step),
        firstRow,
        observe: (round, tokens) => observe?.({ step, phase: "correct", round, tokens }),
      });
    }
    if (isTilted) changes = planAll(true);
    if (y !== undefined) {
      for (const row of active) {
        for (const position of changes[row]!.unmasked) {
          z[row * length + position] = y[row * length + position]!;
        }
      }
    }

    for (const row of all) {
      for (const position of changes[row]!.unmask) {
        const xTheta = predictor.xTheta(drawn.input, row, position, drawn.guidance);
        const token = drawCategorical(xTheta, uniformAt(drawKey, firstRow + row, step, position));
        z[row * length + position] = token;
        psi[row * length + position] = xTheta[token]!;
      }
      for (const position of changes[row]!.remask) {
        z[row * length + position] = maskId;
        psi[row * length + position] = Infinity;
      }
    }
    observe?.({ step, phase: "unmask", tokens: z });
  }
  return {
    ...{ tokens: z, nfe, evaluations: predictor.evaluations / rows },
    rowEvaluations: predictor.rowEvaluations,
  };
}
