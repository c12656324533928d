import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  noiseSettings,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "../../src/training/training_settings.ts";

export default defineTask({
  kind: "train/prism",
  description:
    "Trains a head on a frozen masked diffusion model that judges the quality of each token (PRISM).",
  params: z.strictObject({
    ...trainingSettings,
    ...noiseSettings,
    qualityBlocks: z.int().min(0).default(1)
      .describe("Transformer blocks of the head, on top of the model's last."),
    judged: z.int().min(1).default(4)
      .describe("Masked tokens of a sequence that the model unmasks to be judged."),
  }).superRefine(refineTraining),
  inputs: {
    dataset: { description: "Tokenised data set with labels." },
    checkpoint: { description: "Masked diffusion model, which stays as it is." },
  },
  outputs: trainingOutputs,
  resources: { cpus: "all" },
  async run(context) {
    const { params, inputs } = context;
    const { initialParameters } = await import("../../src/model/parameters.ts");
    const { foldIn, randomKey } = await import("../../src/random/mod.ts");
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { initialNetwork } = await import("../../src/training/initial_network.ts");
    const { countedOptions, noiseOptions } = await import(
      "../../src/diffusion/objectives/from_settings.ts"
    );
    const { prismObjective } = await import("../../src/diffusion/objectives/prism.ts");
    const { runTraining } = await import("../../src/training/training_run.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const base = await initialNetwork(params, dataset, inputs.checkpoint);
    const config = { ...base.config, qualityBlocks: params.qualityBlocks };
    const head = initialParameters(config, foldIn(randomKey(params.seed), "quality head"));
    const parameters = { ...head, ...base.parameters };
    const objective = prismObjective({
      ...noiseOptions(params),
      ...countedOptions(params, dataset),
      maskId: config.maskId,
      judged: params.judged,
    });
    await runTraining(config, parameters, dataset, objective, params, context);
  },
});
