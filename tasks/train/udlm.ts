import { defineTraining } from "../../src/training/define_training.ts";
import { noiseSettings } from "../../src/training/training_settings.ts";

/** The `train/udlm` task. */
export default defineTraining({
  kind: "train/udlm",
  module: import.meta.url,
  description: "Trains a uniform diffusion model (UDLM), whose noise is any token.",
  params: noiseSettings,
  checkpoint: "Network to go on from; its sizes rule.",
  async objective(params, sequences) {
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { uniformObjective } = await import("../../src/diffusion/objectives/uniform.ts");
    return uniformObjective({
      ...noiseOptions(params),
      ...countedOptions(params, sequences),
      vocab: sequences.vocab,
      maskId: sequences.maskId,
    });
  },
});
