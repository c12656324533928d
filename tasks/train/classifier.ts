import { z } from "zod";
import { defineTraining } from "../../src/training/define_training.ts";
import { noiseSettings } from "../../src/training/training_settings.ts";

/** The `train/classifier` task. */
export default defineTraining({
  kind: "train/classifier",
  module: import.meta.url,
  description: "Trains a classifier of noisy sequences, by which samplers are guided (CBG, FUDGE).",
  params: {
    shows: z.enum(["masks", "tokens", "prefix"]).default("masks").describe(
      "What it reads, as the sampler that it guides has it: partly masked sequences (mdm, proseco), " +
        "such of random tokens (udlm), or the tokens so far (ar: FUDGE).",
    ),
    noise: noiseSettings.noise,
    tMin: noiseSettings.tMin.default(1e-3).describe("Earliest time that is trained on."),
    antithetic: noiseSettings.antithetic,
  },
  checkpoint: "Classifier to go on from; its sizes rule.",
  network: ({ shows }) => ({ classifies: true, causal: shows === "prefix" }),
  async objective({ shows, noise, tMin, antithetic, property }, { vocab, maskId }) {
    const { classifierObjective } = await import(
      "../../src/diffusion/objectives/classification.ts"
    );
    const { noiseSchedule } = await import("../../src/diffusion/process/noise_schedule.ts");
    const names = [property ?? []].flat();
    if (names.length !== 1) {
      throw new RangeError(
        `Cannot train a classifier: it tells the labels of one property: got ${
          names.join(", ") || "none"
        }: set property`,
      );
    }
    const options = { shows, vocab, maskId, tMin, antithetic };
    return classifierObjective({ ...options, noise: noiseSchedule(noise) });
  },
});
