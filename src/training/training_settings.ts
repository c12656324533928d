import { z } from "zod";
import { distinctList } from "../support/distinct_list.ts";
import { NOISE_SCHEDULES } from "../diffusion/process/noise_schedule.ts";
import { type OptimizerName, OPTIMIZERS } from "../tensor/optimizers/optimizers.ts";
import { architectureOf } from "../model/architectures.ts";
import { type NetworkSizes, sizeSettings } from "../model/new_config.ts";
import { ENGINE_CHOICES, ENGINE_HELP, type EngineChoice } from "../tensor/engines/choose_engine.ts";
import { DEFAULT_ENGINE, engineOf } from "../tensor/engines/engines.ts";
import { DEFAULT_PRECISION, type Precision, PRECISIONS } from "../tensor/engines/precision.ts";
import { LORA_SCHEMA } from "../model/lora/lora_config.ts";
import { DECAYS } from "./decay.ts";

/** The architecture and sizes of a new network; a checkpoint to go on from has its own. */
// Their names are known to the architectures alone, not to the type of a task's parameters.
export const networkSizes = sizeSettings() as Record<never, z.ZodType>;

/** Reports settings of a training that contradict each other. */
export function refineTraining(
  settings: {
    readonly steps: number;
    readonly warmupSteps: number;
    readonly batchSize: number;
    readonly accumulate: number;
    readonly processes: number;
    readonly importance?: boolean;
    readonly T?: number;
    readonly patience?: number;
    readonly validateEvery: number;
    readonly engine: EngineChoice;
    readonly precision: Precision;
  } & NetworkSizes,
  context: z.RefinementCtx,
): void {
  const { steps, warmupSteps, batchSize, accumulate, processes, importance, T } = settings;
  const { patience, validateEvery, engine, precision } = settings;
  const fail = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const problem = architectureOf(settings).contradiction?.(settings);
  if (problem !== undefined) fail(problem.size, problem.message);
  if (warmupSteps > steps) {
    fail(
      "warmupSteps",
      `must be at most steps (${steps}), else its learning rate is never reached`,
    );
  }
  if (patience !== undefined && (validateEvery === 0 || patience * validateEvery >= steps)) {
    fail(
      "patience",
      `never ends a training of ${steps} steps that is evaluated ${
        validateEvery === 0 ? "at its end alone" : `every ${validateEvery}`
      }: set validateEvery`,
    );
  }
  if (engine !== "auto") {
    const { precisions = [DEFAULT_PRECISION] } = engineOf(engine);
    if (!precisions.includes(precision)) {
      fail("precision", `engine ${engine} has ${precisions.join(", ")}`);
    }
  }
  if (batchSize % accumulate !== 0) fail("accumulate", `must divide batchSize (${batchSize})`);
  else if (batchSize % (accumulate * processes) !== 0) {
    const times = accumulate === 1 ? "" : ` times accumulate (${accumulate})`;
    fail(
      "processes",
      processes > batchSize
        ? `must be at most batchSize (${batchSize}): each computes a part of every batch`
        : `${processes}${times} must divide batchSize (${batchSize})`,
    );
  }
  if (importance && T !== undefined) fail("importance", "is for continuous time: leave T out");
}

/** Parameters that every training task has. */
export const trainingSettings = {
  property: z.union([z.string(), distinctList(z.string()), z.array(z.string()).max(0)]).optional()
    .describe(
      "Property whose labels condition the network; several share one network. None if left out or [].",
    ),
  steps: z.int().min(1).describe("Number of updates."),
  batchSize: z.int().min(1).describe("Sequences of an update."),
  accumulate: z.int().min(1).default(1)
    .describe(
      "Parts of a batch, or of a process's share of it, that are computed one after the other, to save " +
        "memory.",
    ),
  processes: z.int().min(1).default(1).describe(
    "Processes that share every batch, on one machine or several; MPI starts them and sums their " +
      "gradients. The result is that of one but for the order of sums.",
  ),
  engine: z.enum(ENGINE_CHOICES).default(DEFAULT_ENGINE).describe(ENGINE_HELP),
  precision: z.enum(PRECISIONS).default(DEFAULT_PRECISION).describe(
    "What matrix products and what lies between them are computed in; parameters, losses and the " +
      "optimiser stay in float32. Where an engine has no kernels of it, results are rounded.",
  ),
  learningRate: z.number().positive().describe("Highest learning rate."),
  warmupSteps: z.int().min(0).describe("Steps over which the learning rate rises from 0."),
  decay: z.enum(DECAYS).default("cosine")
    .describe("Shape of the learning rate after the warm-up; wsd is stable, then linear decay."),
  finalLearningRateShare: z.number().min(0).max(1).default(0.01)
    .describe("Learning rate of the last step, as a share of the highest."),
  decayShare: z.number().gt(0).max(1).default(0.3)
    .describe("Share of the steps after the warm-up over which wsd decays."),
  optimizer: z.enum(Object.keys(OPTIMIZERS) as OptimizerName[]).default("adamw")
    .describe("adamw is the paper's; muon moves the matrices of the blocks by Muon."),
  weightDecay: z.number().min(0).default(0).describe("Decoupled weight decay."),
  clip: z.number().positive().default(1).describe("Bound of the global gradient norm."),
  emaDecay: z.number().min(0).lt(1).default(0.9999)
    .describe("Decay of the average of the parameters, which sampling uses."),
  dropout: z.number().min(0).lt(1).default(0)
    .describe("Share of elements dropped from what attention and MLP add; 0.1 in released models."),
  recompute: z.boolean().default(false)
    .describe(
      "Whether blocks are computed anew for their gradients: a third more to compute, in memory that " +
        "grows with the square root of their number.",
    ),
  padLoss: z.boolean().default(true).describe("Whether the tokens that fill up carry loss."),
  labelDropout: z.number().min(0).max(1).default(0.1)
    .describe("Share of sequences that are shown without their label."),
  seed: z.int().min(0).default(0).describe("Seed of initialisation, order, times and masks."),
  logEvery: z.int().min(1).default(20).describe("Steps between records of the history."),
  validateEvery: z.int().min(0).default(500)
    .describe("Steps between evaluations on held-out data; 0 evaluates at the end alone."),
  validationBatches: z.int().min(1).default(16).describe("Batches of an evaluation."),
  patience: z.int().min(1).optional().describe(
    "Evaluations in a row that bring no lower held-out loss, after which training ends. The learning " +
      "rate falls as if all steps were made.",
  ),
  use: z.enum(["last", "best"]).optional()
    .describe(
      "Which averaged parameters the model gets: the last, or those of the lowest validation; best if " +
        "left out where there is patience, else last.",
    ),
  checkpointEvery: z.int().min(0).default(0)
    .describe(
      "Steps between checkpoints with the optimiser's state; 0 keeps the last step's alone.",
    ),
  keepCheckpoints: z.int().min(1).default(1).describe("Checkpoints that are kept."),
  sampleEvery: z.int().min(0).default(0)
    .describe("Steps between samples that are drawn on the way; 0 draws none."),
  sampleCount: z.int().min(1).default(8).describe("Sequences of a sample."),
  sampleSteps: z.int().min(1).default(32).describe("Steps in which they are drawn."),
};

/** How a diffusion objective draws its noise levels. */
export const noiseSettings = {
  noise: z.enum(NOISE_SCHEDULES).default("log-linear").describe("Noise schedule."),
  tMin: z.number().gt(0).lt(1).default(0.1).describe("Earliest time that is trained on."),
  antithetic: z.boolean().default(true)
    .describe("Whether the times of a batch are spread evenly."),
  importance: z.boolean().default(false)
    .describe(
      "Whether times are drawn in proportion to the loss weight, so that weights are equal.",
    ),
  T: z.int().min(1).optional()
    .describe("Trains on the bound of a process of T steps; time is continuous if left out."),
};

/** How masked diffusion is trained. */
export const maskedSettings = {
  lora: LORA_SCHEMA.extend({ targets: LORA_SCHEMA.shape.targets.optional() }).optional()
    .describe(
      "Adapters (LoRA) of rank and alpha that are trained in place of the checkpoint's network, on " +
        "targets, all its layers if left out; all parameters are trained if left out.",
    ),
  ...noiseSettings,
  parameterization: z.enum(["subs", "softmax", "plain"]).default("subs")
    .describe(
      "subs rules the mask out of predictions; softmax leaves it in with the same loss, as LLaDA " +
        "does; plain leaves it in and pays for it, as D3PM does.",
    ),
};

/** Outputs that every training task has. */
export const trainingOutputs = {
  model: "Averaged parameters (model.safetensors) and sizes (config.json).",
  history: "Losses, learning rate and held-out loss by step, a JSON object a line.",
  checkpoints:
    "States with the optimiser's by step, and best/, the model of the lowest validation.",
  log: "For TensorBoard; metrics.jsonl, and samples.jsonl with what was drawn on the way.",
} as const;
