import { z } from "zod";
import type { Objective, SequenceFacts } from "../diffusion/objectives/objective.ts";
import { LAUNCHER_VARIABLE } from "../parallel/launcher.ts";
import type { Communicator } from "../parallel/communicator.ts";
import { LIBRARY_VARIABLE, mpiFacts } from "../parallel/mpi_library.ts";
import { defineTask } from "../pipeline/task.ts";
import { chosenEngine, engineFacts } from "../tensor/engines/choose_engine.ts";
import type { NetworkSettings } from "./initial_network.ts";
import {
  networkSizes,
  refineTraining,
  trainingOutputs,
  trainingSettings,
} from "./training_settings.ts";

/** Settings whose sizes may be left out. */
type Sized = Parameters<typeof refineTraining>[0];

/** Settings that every training has. */
type Settings = z.output<z.ZodObject<typeof trainingSettings>>;

/** What tells one training task from the others. */
export interface TrainingDefinition<Shape extends z.ZodRawShape> {
  /** Name that pipeline files use, such as `train/mdm`. */
  readonly kind: string;
  /** `import.meta.url` of the module whose default export it is, by which further processes find it. */
  readonly module: string;
  /** What is trained, in a sentence. */
  readonly description: string;
  /** Parameters beside those that every training has. @default {{}} */
  readonly params?: Shape;
  /** Description of the network to go on from. */
  readonly checkpoint: string;
  /** Whether there must be one, so that no sizes are asked for. @default {false} */
  readonly needsCheckpoint?: boolean;
  /** What the network is beside its sizes, such as causal. @default {() => ({})} */
  network?(
    params: Settings & z.output<z.ZodObject<Shape>>,
  ): Pick<NetworkSettings, "causal" | "classifies">;
  /** Makes what is minimised; imports it, so that the schema stays quick to load. */
  objective(
    params: Settings & z.output<z.ZodObject<Shape>>,
    sequences: SequenceFacts,
  ): Promise<Objective>;
}

/** Defines a task that trains a network: all but its objective is the same for all of them. */
export function defineTraining<Shape extends z.ZodRawShape>(
  definition: TrainingDefinition<Shape>,
) {
  const { kind, module, description, params, checkpoint, needsCheckpoint = false } = definition;
  return defineTask({
    kind,
    description,
    params: z.strictObject({
      ...(needsCheckpoint ? {} : networkSizes),
      ...trainingSettings,
      ...params,
    }).superRefine((settings, context) => refineTraining(settings as Sized, context)),
    renamed: { schedule: "decay" },
    inputs: {
      dataset: { description: "Tokenised data set with labels." },
      checkpoint: { description: checkpoint, ...(!needsCheckpoint && { optional: true }) },
    },
    outputs: trainingOutputs,
    resources: { cpus: "all" },
    permissions: {
      ffi: true,
      // Whatever starts the processes, with libraries that the environment may tell of.
      run: true,
      env: [LIBRARY_VARIABLE, LAUNCHER_VARIABLE, "SLURM_JOB_ID", "SLURM_CONF"],
    },
    async environment(settings) {
      const { engine, processes } = settings as Settings;
      return { ...await engineFacts(engine), ...(processes > 1 && mpiFacts()) };
    },
    async foresee(params, { dataset: [data], checkpoint: [before] }) {
      const { foreseeTraining } = await import("./foresee_training.ts");
      const settings = params as Settings & z.output<z.ZodObject<Shape>>;
      return await foreseeTraining(
        settings,
        { data, before },
        (sequences) => definition.objective(settings, sequences),
      );
    },
    outcome: ({ validation, bestValidation, bestStep }) => {
      if (typeof validation !== "number") return undefined;
      const isBest = typeof bestValidation !== "number" || bestValidation >= validation;
      const best = isBest ? "" : `, the lowest ${bestValidation.toFixed(3)} at step ${bestStep}`;
      return `held-out loss ${validation.toFixed(3)}${best}`;
    },
    async run(context) {
      // Zod cannot tell the type of a shape that is not known yet.
      const settings = context.params as Settings & z.output<z.ZodObject<Shape>>;
      const { communicator } = context as { readonly communicator?: Communicator };
      if (settings.processes > 1 && communicator === undefined) {
        const { trainInProcesses } = await import("./train_in_processes.ts");
        return await trainInProcesses(module, settings.processes, context);
      }
      const { readDataset } = await import("../artifacts/dataset.ts");
      const { fillerOf } = await import("../artifacts/dataset_meta.ts");
      const { initialNetwork } = await import("./initial_network.ts");
      const { runTraining } = await import("./training_run.ts");
      const { copyPublishedTokenizer } = await import(
        "../domains/text/tokenizers/published/published_files.ts"
      );
      const dataset = await readDataset(context.inputs.dataset, settings.property);
      const { config, parameters } = await initialNetwork(
        { ...settings, ...definition.network?.(settings) },
        dataset,
        context.inputs.checkpoint,
        context.log,
      );
      const objective = await definition.objective(settings, {
        vocab: config.vocab,
        maskId: config.maskId,
        padId: fillerOf(dataset.meta),
        prompted: dataset.train.promptLengths !== undefined,
      });
      const engine = await chosenEngine(settings.engine, context.environment);
      await runTraining(config, parameters, dataset, objective, { ...settings, engine }, context);
      if (communicator !== undefined && communicator.rank > 0) return;
      await copyPublishedTokenizer(context.inputs.dataset, context.outputs.model);
    },
  });
}
