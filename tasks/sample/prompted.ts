import { z } from "zod";
import { join } from "node:path";
import { defineTask } from "../../src/pipeline/task.ts";
import { engineOf } from "../../src/tensor/engines/engines.ts";
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
  environment: ({ engine }) => engineOf(engine).facts(),

  async foresee(params, inputs) {
    const { foreseeAnswers } = await import("../../src/sampling/foresee_sampling.ts");
    return await foreseeAnswers(params, inputs);
  },

  async run({ params, inputs, outputs, scratch, cpus, signal, progress, log, record }) {
    const { completionsName, writeCompletions } = await import(
      "../../src/artifacts/completions.ts"
    );
    const { readProblems } = await import("../../src/artifacts/problems.ts");
    const { openPromptedSampler } = await import("../../src/sampling/prompted_sampler.ts");
    const { batch, engine, part } = params, cells = promptedCells(params);
    const sampler = await openPromptedSampler({
      ...{ ...inputs, batch, engine, threads: cpus, scratch, log },
      problems: await readProblems(inputs.dataset, part),
      settings: params,
    });
    // Finished cells outlive a kill.
    const folder = join(scratch, "cells");
    await Deno.mkdir(folder, { recursive: true });
    const finished = new Set((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name));
    const known = cells.filter((cell) => finished.has(completionsName(cell))).length;
    if (known > 0) log(`${known} of ${cells.length} settings were answered before`);
    const total = cells.reduce((sum, cell) => sum + sampler.steps(cell), 0);
    let before = 0, seconds = 0, tokens = 0, drawn = 0;
    for (const cell of cells) {
      const name = completionsName(cell);
      if (!finished.has(name)) {
        const set = await sampler.draw(
          cell,
          signal,
          (done) =>
            progress({ done: before + done, total, values: { setting: name.slice(0, -5) } }),
        );
        await writeCompletions(join(folder, name), set.content);
        const [first] = set.content.completions;
        if (drawn === 0) log(`first answer, to ${first!.id}: ${JSON.stringify(first!.answers[0])}`);
        seconds += set.seconds;
        tokens += set.tokens;
        drawn++;
      }
      before += sampler.steps(cell);
    }
    await sampler.release();
    await Deno.mkdir(outputs.completions);
    for (const cell of cells) {
      const name = completionsName(cell);
      await Deno.copyFile(join(folder, name), join(outputs.completions, name));
    }
    record({
      ...{ settings: cells.length, seconds },
      tokensPerSecond: seconds === 0 ? null : tokens / seconds,
    });
  },
});
