import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  networkSizes,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "../../src/training/training_settings.ts";

export default defineTask({
  kind: "train/ar",
  description: "Trains the same network with a causal mask to predict the next token.",
  params: z.strictObject({ ...networkSizes, ...trainingSettings }).superRefine(refineTraining),
  inputs: {
    dataset: { description: "Tokenised data set with labels." },
    checkpoint: { description: "Causal network to go on from; its sizes rule.", optional: true },
  },
  outputs: trainingOutputs,
  resources: { cpus: "all" },
  async run(context) {
    const { params, inputs } = context;
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { initialNetwork } = await import("../../src/training/initial_network.ts");
    const { countedOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { autoregressiveObjective } = await import(
      "../../src/diffusion/objectives/autoregressive.ts"
    );
    const { runTraining } = await import("../../src/training/training_run.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const { config, parameters } = await initialNetwork(
      { ...params, causal: true },
      dataset,
      inputs.checkpoint,
    );
    const objective = autoregressiveObjective({
      ...countedOptions(params, dataset),
      maskId: config.maskId,
    });
    await runTraining(config, parameters, dataset, objective, params, context);
  },
});
