import { defineTraining } from "../../src/training/define_training.ts";

/** The `train/ar` task. */
export default defineTraining({
  kind: "train/ar",
  module: import.meta.url,
  description: "Trains the same network with a causal mask to predict the next token.",
  checkpoint: "Causal network to go on from; its sizes rule.",
  network: () => ({ causal: true }),
  async objective(params, sequences) {
    const { countedOptions } = await import("../../src/diffusion/objectives/from_settings.ts");
    const { autoregressiveObjective } = await import(
      "../../src/diffusion/objectives/autoregressive.ts"
    );
    return autoregressiveObjective({
      ...countedOptions(params, sequences),
      maskId: sequences.maskId,
    });
  },
});
