import { z } from "zod";
import { stepsSetting } from "../../src/diffusion/samplers/shared_settings.ts";
import {
  classifierInput,
  guidanceSetting,
  refineGuidance,
} from "../../src/sampling/guidance/guidance_settings.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import { chosenEngine, engineFacts } from "../../src/tensor/engines/choose_engine.ts";
import {
  labelSetting,
  refineSampler,
  renamedSettings,
  samplerSettings,
} from "../../src/sampling/sampling_settings.ts";

const params = z.strictObject({
  ...samplerSettings,
  ...guidanceSetting,
  ...labelSetting,
  property: z.string().min(1).describe("Property that the checkpoint was conditioned on."),
  gamma: z.number().min(0).default(1)
    .describe(
      "Guidance strength: 1 is the conditional network or a classifier once, 0 no guidance.",
    ),
  ...stepsSetting,
  seed: z.int().nonnegative().default(0).describe("Seed of all draws."),
}).superRefine(refineSampler).superRefine(refineGuidance);

/** The `sample/guided` task. */
export default defineTask({
  kind: "sample/guided",
  description: "Draws molecules from a trained network, guided by a label.",
  params,
  renamed: renamedSettings,
  inputs: {
    dataset: { description: "The data set, for its vocabulary." },
    checkpoint: { description: "The network: averaged parameters and sizes." },
    classifier: classifierInput,
  },
  outputs: { samples: "The molecules as strings, with the settings and their cost (JSON)." },
  resources: { cpus: "all" },
  permissions: { ffi: true },
  environment: ({ engine }) => engineFacts(engine),

  async foresee(params, inputs) {
    const { foreseeSampling } = await import("../../src/sampling/foresee_sampling.ts");
    return await foreseeSampling([params], inputs);
  },

  async run(
    { params, environment, inputs, outputs, scratch, cpus, signal, progress, log, record },
  ) {
    const { writeSamples } = await import("../../src/artifacts/samples.ts");
    const { openMoleculeSampler } = await import("../../src/sampling/molecule_sampler.ts");
    const { batch, guidance, count } = params;
    const engine = await chosenEngine(params.engine, environment);
    const sampler = await openMoleculeSampler({
      ...inputs,
      batch,
      engine,
      guidance,
      threads: cpus,
      scratch,
      log,
    });
    const total = sampler.steps(params);
    const { content, seconds, nfe, evaluations } = await sampler.draw(
      params,
      signal,
      (done) => progress({ done, total, values: { sequences: count } }),
    );
    await sampler.release();
    await writeSamples(outputs.samples, content);
    record({ seconds, moleculesPerSecond: count / seconds, nfe, evaluations });
  },
});
