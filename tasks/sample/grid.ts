import { z } from "zod";
import {
  classifierInput,
  guidanceSetting,
  refineGuidance,
} from "../../src/sampling/guidance/guidance_settings.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import { chosenEngine, engineFacts } from "../../src/tensor/engines/choose_engine.ts";
import { distinctList } from "../../src/support/distinct_list.ts";
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
  properties: distinctList(z.string().min(1))
    .describe("Properties to guide, of those that the checkpoint was conditioned on."),
  gamma: z.number().min(0).describe("Guidance strength."),
  steps: distinctList(z.int().min(1))
    .describe("Steps T; without effect on samplers that take one a position."),
  seeds: distinctList(z.int().nonnegative()).describe("Seeds of all draws."),
}).superRefine(refineSampler).superRefine(refineGuidance);

/** The settings of every set of samples. */
function cellsOf({ properties, steps, seeds, ...shared }: z.infer<typeof params>) {
  return properties.flatMap((property) =>
    steps.flatMap((T) =>
      seeds.map((seed, i) => {
        // The steps of one seed's sequences are enough to look at.
        const trajectories = i === 0 ? shared.trajectories : 0;
        return { ...shared, property, T, seed, trajectories };
      })
    )
  );
}

/** The `sample/grid` task. */
export default defineTask({
  kind: "sample/grid",
  description: "Draws molecules with every combination of property, steps and seed.",
  params,
  renamed: renamedSettings,
  grows: ["properties", "steps", "seeds"],
  inputs: {
    dataset: { description: "The data set, for its vocabulary." },
    checkpoint: { description: "The network: averaged parameters and sizes." },
    classifier: classifierInput,
  },
  outputs: { samples: "A folder with one file for each combination, as of sample/guided." },
  resources: { cpus: "all" },
  permissions: { ffi: true },
  environment: ({ engine }) => engineFacts(engine),

  async foresee(params, inputs) {
    const { foreseeSampling } = await import("../../src/sampling/foresee_sampling.ts");
    return await foreseeSampling(cellsOf(params), inputs);
  },

  async run(
    {
      params,
      environment,
      inputs,
      outputs,
      earlier = [],
      scratch,
      cpus,
      signal,
      progress,
      log,
      record,
    },
  ) {
    const { cellName } = await import("../../src/artifacts/cell_files.ts");
    const { writeSamples } = await import("../../src/artifacts/samples.ts");
    const { drawCells } = await import("../../src/sampling/draw_cells.ts");
    const { openMoleculeSampler } = await import("../../src/sampling/molecule_sampler.ts");
    const cells = cellsOf(params);
    const sampler = await openMoleculeSampler({
      ...inputs,
      batch: params.batch,
      engine: await chosenEngine(params.engine, environment),
      guidance: params.guidance,
      threads: cpus,
      scratch,
      log,
    });
    let seconds = 0, drawn = 0;
    await drawCells(cells, {
      ...{ scratch, progress, log, output: outputs.samples, happened: "drawn" },
      earlier: earlier.map(({ params, outputs }) => ({
        cells: cellsOf(params),
        folder: outputs.samples,
      })),
      ...{ nameOf: cellName, steps: sampler.steps },
      async draw(cell, path, onStep) {
        const { content, seconds: taken } = await sampler.draw(cell, signal, onStep);
        await writeSamples(path, content);
        seconds += taken;
        drawn += cell.count;
      },
    });
    await sampler.release();
    record({
      settings: cells.length,
      seconds,
      moleculesPerSecond: seconds === 0 ? null : drawn / seconds,
    });
  },
});
