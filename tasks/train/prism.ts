import { z } from "zod";
import { defineTraining } from "../../src/training/define_training.ts";
import { noiseSettings } from "../../src/training/training_settings.ts";

/** The `train/prism` task. */
export default defineTraining({
  kind: "train/prism",
  module: import.meta.url,
  description:
    "Trains a head on a masked diffusion model that judges the quality of each token (PRISM).",
  params: {
    ...noiseSettings,
    qualityBlocks: z.int().min(0).default(1)
      .describe("Transformer blocks of the head, on top of the model's last."),
    judged: z.int().min(1).default(4)
      .describe("Masked tokens of a sequence that the model unmasks to be judged."),
    regularizer: z.number().positive().optional().describe(
      "Weight of the denoising loss with which the model is trained along with its head; the model " +
        "stays as it is if left out.",
    ),
  },
  checkpoint: "Masked diffusion model, which stays as it is without regularizer.",
  needsCheckpoint: true,
  async objective(params, sequences) {
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { prismObjective } = await import("../../src/diffusion/objectives/prism.ts");
    return prismObjective({
      ...noiseOptions(params),
      ...countedOptions(params, sequences),
      maskId: sequences.maskId,
      judged: params.judged,
      regularizer: params.regularizer,
    });
  },
});
