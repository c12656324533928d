import { basename } from "node:path";
import { z } from "zod";
import { PROPERTIES } from "../../src/domains/molecules/properties/property_names.ts";
import type { MoleculeMetrics } from "../../src/artifacts/metrics.ts";
import { IDENTITIES } from "../../src/domains/molecules/rdkit/identity.ts";
import { UserError } from "../../src/support/user_error.ts";
import { defineTask } from "../../src/pipeline/task.ts";

/** RDKit's seconds for a molecule with its property. */
const SECONDS_OF_MOLECULE = 7e-4;

/** The `eval/molecules` task. */
export default defineTask({
  kind: "eval/molecules",
  description: "Judges sampled molecules: validity, uniqueness, novelty and a property, by RDKit.",
  params: z.strictObject({
    rings: z.enum(["symmetrised", "sssr"]).optional()
      .describe("What counts as a ring; the data set's own definition if left out."),
    property: z.enum(PROPERTIES).optional().describe(
      "What is summarised, where the samples were guided by a column of a file, which RDKit cannot " +
        "compute; the property that they were guided by if left out.",
    ),
    identity: z.enum(IDENTITIES).default("isomer").describe(
      "When two molecules are the same: isomer tells stereoisomers and isotopes apart, constitution " +
        "asks only which atoms are bound to which.",
    ),
  }),
  grows: ["samples"],
  inputs: {
    samples: {
      description: "Sampled SMILES strings and the settings they were sampled with; a file or a " +
        "folder of them.",
    },
    dataset: { description: "The data set, for novelty." },
  },
  outputs: {
    metrics:
      "The settings, the shares, the property's statistics and every molecule; a file or a " +
      "folder of them, as the samples are.",
  },
  permissions: { run: ["deno"] },

  foresee(_params, { samples: [drawn] }) {
    const { samples } = drawn ?? {};
    return Promise.resolve(
      typeof samples === "number" ? { seconds: samples * SECONDS_OF_MOLECULE } : {},
    );
  },

  async run({ params, inputs, outputs, earlier = [], cpus, signal, progress, log, record }) {
    const { evaluateMolecules, formsOf } = await import(
      "../../src/domains/molecules/evaluate_molecules.ts"
    );
    const { refusedRows } = await import("../../src/domains/molecules/refused_rows.ts");
    const { loadRdkit } = await import("../../src/domains/molecules/mod.ts");
    const { readMoleculeSamples } = await import("../../src/artifacts/samples.ts");
    const { readMoleculeMetrics, writeMoleculeMetrics } = await import(
      "../../src/artifacts/metrics.ts"
    );
    const { copyJudged, judgedFiles } = await import("../../src/artifacts/judged/copy_judged.ts");
    const { mapCells } = await import("../../src/artifacts/cell_files.ts");
    const { readMoleculeDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");
    const { readKnownMolecules } = await import("../../src/artifacts/known_molecules.ts");
    const { identity } = params, workers = cpus;
    const canonical = await readKnownMolecules(inputs.dataset);
    const known = new Set(await formsOf([...canonical], identity, { workers, signal }));
    const { rings = (await readMoleculeDatasetMeta(inputs.dataset)).rings } = params;
    const rdkit = (await loadRdkit()).version();
    const judge = async (input: string, output: string) => {
      const { smiles, trajectory: _trajectory, ...origin } = await readMoleculeSamples(input);
      const guided = origin.settings.property;
      const property = params.property ?? PROPERTIES.find((one) => one === guided);
      if (property === undefined) {
        throw new UserError(
          `Cannot judge the samples "${input}" by "${guided}", which RDKit does not compute: set ` +
            `property to one of ${PROPERTIES.join(", ")}`,
        );
      }
      const refused = refusedRows();
      const metrics = await evaluateMolecules(smiles, {
        ...{ property, known, identity, rings, workers, signal, onRefused: refused.add },
      });
      for (const line of refused.lines((i) => `Sample ${i + 1} of ${basename(input)}`)) log(line);
      await writeMoleculeMetrics(output, {
        ...{ ...origin, ...metrics, rdkit },
        ...(property !== guided && {
          settings: { ...origin.settings, property },
          guidedBy: guided,
        }),
        ...(identity !== "isomer" && { identity }),
      });
      return metrics;
    };
    const judged = await Promise.all(
      earlier.map(({ inputs, outputs }) => judgedFiles(inputs.samples as string, outputs.metrics)),
    );
    const judgeOrCopy = copyJudged<Pick<MoleculeMetrics, "figures" | "value">>(
      judged.flat(),
      judge,
      readMoleculeMetrics,
    );
    const results = await mapCells(inputs.samples, outputs.metrics, judgeOrCopy, {
      signal,
      onProgress: progress,
    });
    const mean = (name: "valid" | "unique" | "novel") =>
      results.reduce((sum, { figures }) => sum + figures[name], 0) / results.length;
    const [first] = results;
    record({
      rdkit,
      ...{ valid: mean("valid"), unique: mean("unique"), novel: mean("novel") },
      ...(results.length > 1 || first === undefined ? { settings: results.length } : {
        novelMean: first.value.novel.mean,
        diversity: first.figures.diversity ?? null,
        scaffolds: first.figures.scaffolds ?? null,
      }),
    });
  },
});
