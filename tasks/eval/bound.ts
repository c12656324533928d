import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

/** The `eval/bound` task. */
export default defineTask({
  kind: "eval/bound",
  description:
    "Estimates the bound on the likelihood of held-out sequences (NELBO) and the perplexity.",
  params: z.strictObject({
    batchSize: z.int().min(1).default(128).describe("Sequences that the network sees at once."),
    draws: z.int().min(1).default(4).describe(
      "How often each sequence is corrupted anew; without effect on AR.",
    ),
    sequences: z.int().min(1).optional()
      .describe("Most sequences to use, the first of a fixed order; all if left out."),
  }),
  inputs: {
    dataset: { description: "The data set, whose held-out part is used." },
    checkpoint: { description: "The network, which says what it was trained for." },
  },
  outputs: {
    bound: "Nats of a sequence, position and token, the perplexity, and the network's size (JSON).",
  },
  resources: { cpus: "all" },
  permissions: { ffi: true },
  async run({ params, inputs, outputs, cpus, signal, progress, record }) {
    const { countParameters } = await import("../../src/model/parameters.ts");
    const { readProperties } = await import("../../src/model/labels.ts");
    const { readCheckpoint } = await import("../../src/model/checkpoint.ts");
    const { estimateBound } = await import("../../src/training/likelihood/estimate_bound.ts");
    const { writeBound } = await import("../../src/artifacts/bound.ts");
    const { readDataset } = await import("../../src/artifacts/dataset.ts");
    const { fillerOf } = await import("../../src/artifacts/dataset_meta.ts");
    const { trainedObjective } = await import("../../src/diffusion/objectives/objectives.ts");
    const { checkSameTokens } = await import("../../src/model/vocabulary/tokens_file.ts");
    const { config, parameters, training = {}, vocabulary } = await readCheckpoint(
      inputs.checkpoint,
    );
    const properties = readProperties(training.properties).map(({ name }) => name);
    const dataset = await readDataset(inputs.dataset, properties);
    checkSameTokens(vocabulary, dataset.meta);
    const { vocab, maskId } = config;
    const objective = trainedObjective({ vocab, maskId, training });
    const bound = await estimateBound(config, parameters, dataset.test, {
      ...params,
      ...{ objective, padId: fillerOf(dataset.meta), threads: cpus, signal },
      onProgress: (done, total) => progress({ done, total, unit: "batches" }),
    });
    const facts = { parameters: countParameters(parameters), length: config.length };
    await writeBound(outputs.bound, { ...bound, ...facts, properties, training });
    record({ perSequence: bound.perSequence.mean, perplexity: bound.perplexity });
  },
});
