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
  refineSampler,
  renamedSettings,
  samplerSettings,
} from "../../src/sampling/sampling_settings.ts";

const params = z.strictObject({
  ...samplerSettings,
  ...guidanceSetting,
  count: z.int().min(1).default(16).describe("Texts to draw."),
  batch: z.int().min(1).default(8)
    .describe("Texts drawn at once; the logits of all their positions are held."),
  ...stepsSetting,
  property: z.string().optional()
    .describe("Property to guide, such as era; no text is shown a label if left out."),
  label: z.int().nonnegative().optional()
    .describe("Its label to guide towards; each label in turn if left out."),
  gamma: z.number().min(0).default(1)
    .describe(
      "Guidance strength: 1 is the conditional network or a classifier once, 0 no guidance.",
    ),
  seed: z.int().nonnegative().default(0).describe("Seed of all draws."),
}).superRefine(refineSampler).superRefine(refineGuidance).superRefine((
  { property, label, gamma, guidance },
  context,
) => {
  if (property !== undefined) return;
  const fail = (name: string) =>
    context.addIssue({ code: "custom", path: [name], message: "has no effect without property" });
  if (label !== undefined) fail("label");
  if (gamma !== 1) fail("gamma");
  if (guidance !== "cfg") fail("guidance");
});

/** The `sample/text` task. */
export default defineTask({
  kind: "sample/text",
  description: "Draws texts from a trained network.",
  params,
  renamed: renamedSettings,
  inputs: {
    dataset: { description: "The text, for its vocabulary." },
    checkpoint: { description: "The network: averaged parameters and sizes." },
    classifier: classifierInput,
  },
  outputs: {
    samples: "The texts, the entropy of their tokens, the settings and their cost (JSON).",
  },
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
    const { drawTexts } = await import("../../src/sampling/text_sampler.ts");
    const engine = await chosenEngine(params.engine, environment), { batch, guidance } = params;
    const { content, ...facts } = await drawTexts(
      { ...inputs, batch, engine, guidance, threads: cpus, scratch, log },
      params,
      signal,
      (done, total) => progress({ done, total }),
    );
    await writeSamples(outputs.samples, content);
    log(`first text: ${JSON.stringify(content.texts[0])}`);
    record(facts);
  },
});
