import { z } from "zod";
import { PROPERTIES } from "../../src/chem/property_names.ts";
import { SAMPLERS } from "../../src/diffusion/sampler_names.ts";
import { NOISE_SCHEDULES } from "../../src/diffusion/schedule.ts";
import { defineTask } from "../../src/pipeline/task.ts";

const unit = z.number().min(0).max(1);

const remasking = z.strictObject({
  strength: z.enum(["cap", "rescale"]).describe("sigma = min(eta, sigmaMax) or eta · sigmaMax."),
  eta: unit.describe("Remasking strength."),
  confidence: z.boolean().default(false)
    .describe("Masks again rather what was drawn with little probability."),
  window: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("always") }),
    z.strictObject({ kind: z.literal("switch"), tSwitch: unit }),
    z.strictObject({ kind: z.literal("loop"), tOn: unit, tOff: unit, alphaOn: unit }),
  ]).default({ kind: "always" }).describe("When tokens are masked again."),
});

const params = z.strictObject({
  sampler: z.enum(SAMPLERS).describe("Algorithm that draws the sequences."),
  property: z.enum(PROPERTIES).describe("Property that the checkpoint was conditioned on."),
  label: z.int().min(0).max(2).default(1).describe("Label to guide towards; 2 is no label."),
  gamma: z.number().min(0).default(1)
    .describe("Guidance strength: 1 is the conditional network, 0 the unconditional one."),
  T: z.int().min(1).default(32).describe("Steps; first-hitting and ar take one a position."),
  schedule: z.enum(NOISE_SCHEDULES).default("log-linear").describe("Noise schedule."),
  S: z.int().min(0).default(0).describe("proseco: corrector steps each time it fires."),
  omega: z.int().min(1).default(1).describe("proseco: it fires at every omega-th step."),
  correctorStart: z.int().min(0).default(1)
    .describe("proseco: first step, counted from 1, at which the corrector may fire."),
  correctorGuidance: z.enum(["conditional", "guided"]).default("conditional")
    .describe("proseco: whether gamma holds for the corrector; in the paper it does not."),
  correctorPrior: z.enum(["argmax", "sampled"]).default("argmax")
    .describe("proseco: how the corrector's first input is taken from the denoiser."),
  correctorStep: z.enum(["argmax", "sampled", "topK"]).default("argmax")
    .describe("proseco: how a corrector step renews its input."),
  topK: z.int().min(1).default(1).describe("proseco: positions that a topK step may change."),
  remasking: remasking.optional().describe("remdm: how tokens are masked again."),
  remasked: z.int().min(0).default(1).describe("prism: tokens that a step masks again."),
  temperature: z.number().positive().default(1).describe("Divides the logits of a draw."),
  nucleusP: z.number().gt(0).max(1).default(1)
    .describe("Share of the probability that the most probable tokens keep."),
  count: z.int().min(1).default(1024).describe("Sequences to draw."),
  batch: z.int().min(1).default(256).describe("Rows that the network evaluates at once."),
  seed: z.int().nonnegative().default(0).describe("Seed of all draws."),
  trajectories: z.int().min(0).default(2).describe("Sequences whose steps are recorded."),
}).superRefine(({ sampler, S, remasking }, context) => {
  const fail = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (sampler === "proseco" && S === 0) fail("S", "proseco needs at least one corrector step");
  if (sampler !== "proseco" && S > 0) fail("S", `${sampler} has no corrector: S must be 0`);
  if (sampler === "remdm" && !remasking) fail("remasking", "remdm needs it");
});

/** The `sample/guided` task. */
export default defineTask({
  kind: "sample/guided",
  description: "Draws molecules from a trained network with classifier-free guidance.",
  params,
  inputs: {
    dataset: { description: "The data set, for its vocabulary." },
    checkpoint: { description: "The network: averaged parameters and sizes." },
  },
  outputs: { samples: "The molecules as strings, with the settings and their cost (JSON)." },
  resources: { cpus: "all" },

  async run({ params, inputs, outputs, cpus, signal, progress, record }) {
    const { smilesTokenizer } = await import("../../src/chem/smiles_tokenizer.ts");
    const { drawSamples } = await import("../../src/diffusion/draw_samples.ts");
    const { recordTrajectory } = await import("../../src/diffusion/trajectory.ts");
    const { readCheckpoint } = await import("../../src/model/checkpoint.ts");
    const { createDenoiser } = await import("../../src/model/denoiser.ts");
    const { countParameters } = await import("../../src/model/parameters.ts");
    const { foldIn, randomKey } = await import("../../src/random/mod.ts");

    const meta = JSON.parse(await Deno.readTextFile(`${inputs.dataset}/meta.json`));
    const { config, parameters, training } = await readCheckpoint(inputs.checkpoint);
    if (config.length !== meta.length || config.vocab !== meta.tokens.length) {
      throw new Error(
        `Cannot sample: the checkpoint is of ${config.length} positions and ${config.vocab} ` +
          `tokens, the data set of ${meta.length} and ${meta.tokens.length}`,
      );
    }
    const { bosId, eosId, padId } = meta, { sampler, T, S, omega, correctorGuidance } = params;
    const tokenizer = smilesTokenizer(meta.tokens.slice(0, bosId));
    const denoiser = createDenoiser(parameters, config, { maxRows: params.batch, threads: cpus });
    const recorder = recordTrajectory(Math.min(params.trajectories, params.count), config.length);
    const total = sampler === "first-hitting" || sampler === "ar" ? config.length : T;
    const started = performance.now();
    const { tokens, nfe, evaluations } = await drawSamples(denoiser, {
      ...params,
      key: foldIn(randomKey(params.seed), "sample/guided"),
      labels: new Int32Array(params.count).fill(params.label),
      corrector: {
        ...{ S, omega, correctorGuidance, start: params.correctorStart },
        ...{ prior: params.correctorPrior, step: params.correctorStep, topK: params.topK },
      },
      ...{ bosId, eosId, padId, signal },
      observe(frame) {
        recorder.observe(frame);
        const done = frame.step + (frame.phase === "unmask" ? 1 : 0);
        progress({ done, total, values: { sequences: params.count } });
      },
    });
    await denoiser.release();
    const seconds = (performance.now() - started) / 1000;
    const smiles = Array.from(
      { length: params.count },
      (_, row) => tokenizer.decode(tokens.subarray(row * config.length, (row + 1) * config.length)),
    );
    const { trajectories: _trajectories, batch: _batch, ...settings } = params;
    const trajectory = recorder.frames.map(({ tokens, ...frame }) => ({
      ...frame,
      sequences: tokens.map((ids) => ids.map((id) => meta.tokens[id])),
    }));
    await Deno.writeTextFile(
      outputs.samples,
      JSON.stringify({
        ...settings,
        ...{ nfe, evaluations, smiles, trajectory, data: { source: meta.source } },
        model: { parameters: countParameters(parameters), ...training },
      }) + "\n",
    );
    record({ seconds, moleculesPerSecond: params.count / seconds, nfe, evaluations });
  },
});
