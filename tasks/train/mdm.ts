import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import { trainingOutputs, trainingSettings } from "../../src/training/settings.ts";

/** Sizes of the network. */
const sizes = {
  hiddenSize: z.int().min(2).describe("Width of the residual stream."),
  nBlocks: z.int().min(1).describe("Transformer blocks."),
  nHeads: z.int().min(1).describe("Attention heads of a block; divides the width."),
  condDim: z.int().min(1).describe("Width of the conditioning vector."),
};

export default defineTask({
  kind: "train/mdm",
  description: "Trains a masked diffusion model from scratch, or further from a checkpoint.",
  params: z.strictObject({ ...sizes, ...trainingSettings }),
  inputs: {
    dataset: { description: "Tokenised data set with labels." },
    checkpoint: { description: "Network to go on from; its sizes rule.", optional: true },
  },
  outputs: trainingOutputs,
  resources: { cpus: "all" },
  async run(context) {
    const { params, inputs } = context;
    const { initialParameters } = await import("../../src/model/parameters.ts");
    const { readCheckpoint } = await import("../../src/model/checkpoint.ts");
    const { foldIn, randomKey } = await import("../../src/random/mod.ts");
    const { readDataset, runTraining } = await import("../../src/training/mod.ts");
    const dataset = await readDataset(inputs.dataset, params.property);
    const { hiddenSize, nBlocks, nHeads, condDim, ...settings } = params;
    if (hiddenSize % (2 * nHeads) !== 0) {
      throw new RangeError(
        `Cannot build the network: hiddenSize (${hiddenSize}) must be a multiple of 2 · nHeads (${nHeads})`,
      );
    }
    const { tokens, length, maskId } = dataset.meta;
    const fresh = {
      vocab: tokens.length,
      length,
      hiddenSize,
      nBlocks,
      nHeads,
      condDim,
      numClasses: 2,
      maskId,
    };
    const { config, parameters } = inputs.checkpoint === undefined
      ? {
        config: fresh,
        parameters: initialParameters(fresh, foldIn(randomKey(params.seed), "initial")),
      }
      : await readCheckpoint(inputs.checkpoint);
    await runTraining(config, parameters, dataset, settings, context);
  },
});
