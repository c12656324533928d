import { join } from "node:path";
import { z } from "zod";
import { PROPERTIES } from "../../src/chem/property_names.ts";
import { defineTask } from "../../src/pipeline/task.ts";

const samplesSchema = z.looseObject({
  property: z.enum(PROPERTIES),
  smiles: z.array(z.string()),
});

/** The `eval/molecules` task. */
export default defineTask({
  kind: "eval/molecules",
  description: "Judges sampled molecules: validity, uniqueness, novelty and a property, by RDKit.",
  params: z.strictObject({
    rings: z.enum(["symmetrised", "sssr"]).optional()
      .describe("What counts as a ring; the data set's own definition if left out."),
  }),
  inputs: {
    samples: { description: "Sampled SMILES strings and the settings they were sampled with." },
    dataset: { description: "The data set, for novelty." },
  },
  outputs: { metrics: "The settings, the shares, the property's statistics and every molecule." },

  async run({ params, inputs, outputs, cpus, signal, progress, record }) {
    const { evaluateMolecules, loadRdkit } = await import("../../src/chem/mod.ts");
    const parsed = samplesSchema.safeParse(JSON.parse(await Deno.readTextFile(inputs.samples)));
    if (!parsed.success) {
      throw new Error(
        `Cannot read the samples "${inputs.samples}": ${z.prettifyError(parsed.error)}`,
      );
    }
    const { smiles, trajectory: _trajectory, ...settings } = parsed.data;
    const canonical = await Deno.readTextFile(join(inputs.dataset, "canonical.txt"));
    const meta = JSON.parse(await Deno.readTextFile(join(inputs.dataset, "meta.json")));
    const metrics = await evaluateMolecules(smiles, {
      property: settings.property,
      known: new Set(canonical.trimEnd().split("\n")),
      rings: params.rings ?? meta.rings,
      workers: cpus,
      signal,
    });
    progress({ done: smiles.length, total: smiles.length, unit: "molecules" });
    const { diversity, ...judged } = metrics;
    const rdkit = (await loadRdkit()).version();
    await Deno.writeTextFile(
      outputs.metrics,
      JSON.stringify({ ...settings, ...judged, rdkit }, null, 1) + "\n",
    );
    const { valid, unique, novel } = metrics;
    record({ rdkit, valid, unique, novel, novelMean: metrics.value.novel.mean, diversity });
  },
});
