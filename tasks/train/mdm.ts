import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  maskedSettings,
  networkSizes,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "../../src/training/training_settings.ts";

export default defineTask({
  kind: "train/mdm",
  description: "Trains a masked diffusion model from scratch, or further from a checkpoint.",
  params: z.strictObject({ ...networkSizes, ...trainingSettings, ...maskedSettings }).superRefine(
    refineTraining,
  ),
  inputs: {
    dataset: { description: "Tokenised data set with labels." },
    checkpoint: { description: "Network to go on from; its sizes rule.", optional: true },
  },
  outputs: trainingOutputs,
  resources: { cpus: "all" },
  async run(context) {
    const { params, inputs } = context;
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { initialNetwork } = await import("../../src/training/initial_network.ts");
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { maskedObjective } = await import("../../src/diffusion/objectives/masked.ts");
    const { runTraining } = await import("../../src/training/training_run.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const { config, parameters } = await initialNetwork(
      params,
      dataset,
      inputs.checkpoint,
    );
    const objective = maskedObjective({
      ...noiseOptions(params),
      ...countedOptions(params, dataset),
      parameterization: params.parameterization,
      maskId: config.maskId,
    });
    await runTraining(config, parameters, dataset, objective, params, context);
  },
});
