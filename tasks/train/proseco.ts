import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import { trainingOutputs, trainingSettings } from "../../src/training/settings.ts";

export default defineTask({
  kind: "train/proseco",
  description: "Trains a masked diffusion model to correct its own argmax output as well.",
  params: z.strictObject({
    ...trainingSettings,
    lambda: z.number().positive().default(1).describe("Weight of the corrector loss."),
  }),
  inputs: {
    dataset: { description: "Tokenised data set with labels." },
    checkpoint: { description: "Masked diffusion model to start from." },
  },
  outputs: trainingOutputs,
  resources: { cpus: "all" },
  async run(context) {
    const { params, inputs } = context;
    const { readCheckpoint } = await import("../../src/model/checkpoint.ts");
    const { readDataset, runTraining } = await import("../../src/training/mod.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const { config, parameters } = await readCheckpoint(inputs.checkpoint);
    await runTraining(config, parameters, dataset, params, context);
  },
});
