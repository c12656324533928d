import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  maskedSettings,
  networkSizes,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "../../src/training/training_settings.ts";

const correctorSettings = {
  lambda: z.number().positive().default(1).describe("Weight of the corrector loss."),
  weighted: z.boolean().default(true)
    .describe("Whether the corrector loss is weighted by time as the denoising loss is."),
  correctorInput: z.enum(["argmax", "sampled"]).default("argmax")
    .describe("How the corrector's input is taken from the denoiser."),
  correctorPositions: z.enum(["all", "masked"]).default("all")
    .describe("Where the corrector sees the denoiser's output; elsewhere it sees clean tokens."),
  upweightErrors: z.boolean().default(false)
    .describe("Whether tokens that are right already weigh less, as in the paper's text models."),
  startStep: z.int().min(1).default(1).describe("First update that counts the corrector loss."),
};

export default defineTask({
  kind: "train/proseco",
  description:
    "Trains a masked diffusion model to correct its own output as well, from scratch or further.",
  params: z.strictObject({
    ...networkSizes,
    ...trainingSettings,
    ...maskedSettings,
    ...correctorSettings,
  }).superRefine(refineTraining),
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
    const { lambda, weighted, upweightErrors, startStep } = params;
    const objective = maskedObjective({
      ...noiseOptions(params),
      ...countedOptions(params, dataset),
      parameterization: params.parameterization,
      maskId: config.maskId,
      prompted: dataset.train.promptLengths !== undefined,
      corrector: {
        ...{ lambda, weighted, upweightErrors, startStep },
        ...{ input: params.correctorInput, positions: params.correctorPositions },
      },
    });
    await runTraining(config, parameters, dataset, objective, params, context);
  },
});
