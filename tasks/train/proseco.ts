import { z } from "zod";
import { defineTraining } from "../../src/training/define_training.ts";
import { maskedSettings } from "../../src/training/training_settings.ts";

/** The `train/proseco` task. */
export default defineTraining({
  kind: "train/proseco",
  module: import.meta.url,
  description:
    "Trains a masked diffusion model to correct its own output as well, from scratch or further.",
  params: {
    ...maskedSettings,
    lambda: z.number().positive().default(1).describe("Weight of the corrector loss."),
    weighted: z.boolean().default(true)
      .describe("Whether the corrector loss is weighted by time as the denoising loss is."),
    correctorInput: z.enum(["argmax", "sampled"]).default("argmax")
      .describe("How the corrector's input is taken from the denoiser."),
    correctorPositions: z.enum(["all", "masked"]).default("all")
      .describe("Where the corrector sees the denoiser's output; elsewhere it sees clean tokens."),
    upweightErrors: z.boolean().default(false)
      .describe(
        "Whether tokens that are right already weigh less, as in the paper's text models.",
      ),
    startStep: z.int().min(1).default(1)
      .describe("First update that counts the corrector loss."),
    validateCorrector: z.boolean().default(false).describe(
      "Whether held-out loss, by which use and patience choose, counts the corrector's as well.",
    ),
  },
  checkpoint: "Network to go on from; its sizes rule.",
  async objective(params, sequences) {
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { maskedObjective } = await import("../../src/diffusion/objectives/masked.ts");
    const { lambda, weighted, upweightErrors, startStep } = params;
    return maskedObjective({
      ...noiseOptions(params),
      ...countedOptions(params, sequences),
      parameterization: params.parameterization,
      maskId: sequences.maskId,
      prompted: sequences.prompted,
      corrector: {
        ...{ lambda, weighted, upweightErrors, startStep, validated: params.validateCorrector },
        ...{ input: params.correctorInput, positions: params.correctorPositions },
      },
    });
  },
});
