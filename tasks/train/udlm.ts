import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  networkSizes,
  noiseSettings,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "../../src/training/training_settings.ts";

export default defineTask({
  kind: "train/udlm",
  description: "Trains a uniform diffusion model (UDLM), whose noise is any token.",
  params: z.strictObject({ ...networkSizes, ...trainingSettings, ...noiseSettings }).superRefine(
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
    const { uniformObjective } = await import("../../src/diffusion/objectives/uniform.ts");
    const { runTraining } = await import("../../src/training/training_run.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const { config, parameters } = await initialNetwork(
      params,
      dataset,
      inputs.checkpoint,
    );
    const objective = uniformObjective({
      ...noiseOptions(params),
      ...countedOptions(params, dataset),
      vocab: config.vocab,
      maskId: config.maskId,
    });
    await runTraining(config, parameters, dataset, objective, params, context);
  },
});
