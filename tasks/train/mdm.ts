import { defineTraining } from "../../src/training/define_training.ts";
import { maskedSettings } from "../../src/training/training_settings.ts";

/** The `train/mdm` task. */
export default defineTraining({
  kind: "train/mdm",
  module: import.meta.url,
  description: "Trains a masked diffusion model from scratch, or further from a checkpoint.",
  params: maskedSettings,
  checkpoint: "Network to go on from; its sizes rule.",
  async objective(params, sequences) {
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { maskedObjective } = await import("../../src/diffusion/objectives/masked.ts");
    return maskedObjective({
      ...noiseOptions(params),
      ...countedOptions(params, sequences),
      parameterization: params.parameterization,
      maskId: sequences.maskId,
    });
  },
});
