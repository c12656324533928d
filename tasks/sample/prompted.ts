import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";
import { chosenEngine, engineFacts } from "../../src/tensor/engines/choose_engine.ts";
import {
  promptedCells,
  promptedSettings,
  refinePrompted,
} from "../../src/sampling/prompted_settings.ts";

const params = z.strictObject(promptedSettings).superRefine(refinePrompted);

/** The `sample/prompted` task. */
export default defineTask({
  kind: "sample/prompted",
  description: "Answers problems with every combination of steps, corrector, temperature and seed.",
  params,
  grows: ["steps", "correctors", "temperatures", "seeds"],
  inputs: {
    dataset: { description: "The prompted data set: its vocabulary and its problems." },
    checkpoint: { description: "The network: averaged parameters and sizes." },
  },
  outputs: {
    completions:
      "A folder with one file for each combination: the answers, their settings and cost.",
  },
  resources: { cpus: "all" },
  permissions: { ffi: true },
  environment: ({ engine }) => engineFacts(engine),

  async foresee(params, inputs) {
    const { foreseeAnswers } = await import("../../src/sampling/foresee_sampling.ts");
    return await foreseeAnswers(params, inputs);
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
    const { completionsName, writeCompletions } = await import(
      "../../src/artifacts/completions.ts"
    );
    const { readProblems } = await import("../../src/artifacts/problems.ts");
    const { drawCells } = await import("../../src/sampling/draw_cells.ts");
    const { openPromptedSampler } = await import("../../src/sampling/prompted_sampler.ts");
    const { batch, part } = params, cells = promptedCells(params);
    const engine = await chosenEngine(params.engine, environment);
    const sampler = await openPromptedSampler({
      ...{ ...inputs, batch, engine, threads: cpus, scratch, log },
      problems: await readProblems(inputs.dataset, part),
      settings: params,
    });
    let seconds = 0, tokens = 0, drawn = 0;
    await drawCells(cells, {
      ...{ scratch, progress, log, output: outputs.completions, happened: "answered" },
      earlier: earlier.map(({ params, outputs }) => ({
        cells: promptedCells(params),
        folder: outputs.completions,
      })),
      ...{ nameOf: completionsName, steps: sampler.steps },
      async draw(cell, path, onStep) {
        const set = await sampler.draw(cell, signal, onStep);
        await writeCompletions(path, set.content);
        const [first] = set.content.completions;
        if (drawn === 0) log(`first answer, to ${first!.id}: ${JSON.stringify(first!.answers[0])}`);
        seconds += set.seconds;
        tokens += set.tokens;
        drawn++;
      },
    });
    await sampler.release();
    record({
      ...{ settings: cells.length, seconds },
      tokensPerSecond: seconds === 0 ? null : tokens / seconds,
    });
  },
});
