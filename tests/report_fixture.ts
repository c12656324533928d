import { join } from "node:path";
import { foldIn, randomKey, RandomStream } from "../src/random/mod.ts";
import { keyOf, type KeyParts, type Manifest } from "../src/pipeline/store/manifest.ts";
import { sha256 } from "../src/support/json.ts";
import { modelFacts } from "../src/sampling/model_facts.ts";
import { writeSafetensors } from "../src/tensor/safetensors_io.ts";
import { trainingFacts } from "../src/training/log/training_facts.ts";
import pareto from "../tasks/report/pareto.ts";

const NOVEL = [
  "C1C2CC3C1C1CC2C31",
  "CC12C3C4C1C1C2C3C41",
  "O=C1C2C3CC1C1C2N31",
  "C1OC2C3C4NC1C4C23",
  "CC1C2C3OC4C3C2C14",
  "N1C2C3C4C5C1C2C5N34",
  "OC1C2C3C4C2C1N34",
  "CN1C2C3C4OC2C1C34",
  "c1noc2c1C1CC1N2",
  "O=c1[nH]c2c(o1)CC2",
  "Cc1cc(C#N)[nH]c1O",
  "C#CC1CC2(C1)CO2",
  "NC1=NC2CC2(C#N)O1",
  "CC1(C)C2CC3C2C31",
];
const KNOWN = ["CCO", "C1CC1", "c1ccoc1", "CC(=O)N", "OCC1CO1", "CC#N"];
const INVALID = ["C1CC", "CC(C", "C=O=C", "c1cc", "C(#N)(C)(C)(C)C", ")C", "[nH]1cc", "N#1CC1", ""];

/** What tells one synthetic metrics file from another. */
export interface FixtureSetting {
  readonly sampler: string;
  readonly property: "ring_count" | "qed";
  readonly gamma: number;
  readonly T: number;
  readonly S: number;
  readonly omega: number;
  readonly seed: number;
  readonly source?: string;
}

// Enough of QM9's tokens for the sequences below; in the product the mask comes last, too.
const TOKENS = [..."#()-12345=CFNO", "[NH+]", "c", "n", "o", "bos", "eos", "pad", "mask"];
const COUNT = 128, SIZE = 1_040_000;
const PARAMETERS = { weight: { shape: [SIZE], data: new Float32Array(SIZE) } };

function describe(values: readonly number[]) {
  const n = values.length;
  if (n === 0) return { mean: null, se: null, q1: null, median: null, q3: null, n };
  const sorted = [...values].sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(n - 1, 1);
  const at = (share: number) => sorted[Math.floor((n - 1) * share)];
  const [q1, median, q3] = [at(0.25), at(0.5), at(0.75)];
  return { mean, se: Math.sqrt(variance / n), q1, median, q3, n };
}

/** Synthetic metrics in the form that `eval/molecules` writes: guidance costs validity. */
export function fixtureMetrics(setting: FixtureSetting): Record<string, unknown> {
  const { sampler, property, gamma, T, S, omega, seed, source = "folder" } = setting;
  const key = foldIn(randomKey(seed), sampler, property, gamma, T, S, omega);
  const corrects = sampler === "proseco" && S > 0;
  const validity = (corrects ? 0.62 : 0.36) * Math.exp(-0.14 * (gamma - 1) * (corrects ? 1 : 2.4)) *
    (0.6 + 0.4 * Math.log2(T) / 6);
  const stream = new RandomStream(key);
  const molecules = Array.from({ length: COUNT }, () => {
    const [first, second, third] = [stream.uniform(), stream.uniform(), stream.uniform()];
    if (first >= validity) {
      const smiles = INVALID[Math.floor(second * INVALID.length)];
      return { smiles, canonical: null, novel: false, value: null };
    }
    const novel = second < 0.6;
    const pool = novel ? NOVEL : KNOWN;
    const canonical = pool[Math.floor(third * pool.length)];
    const value = property === "ring_count"
      ? Math.round(2.2 + gamma * 0.35 + (corrects ? 0.4 : 0) + third * 2)
      : 0.5 + 0.02 * gamma + third * 0.08;
    return { smiles: canonical, canonical, novel, value };
  });
  // The molecules of the gallery repeat; each draw counts as its own here, as if all differed.
  const valid = molecules.filter(({ canonical }) => canonical !== null);
  const novel = molecules.filter((molecule) => molecule.novel);
  const valuesOf = (chosen: typeof molecules) => chosen.map(({ value }) => value ?? 0);
  return {
    settings: {
      ...{ sampler, property, label: 1, gamma, T, seed, count: COUNT },
      ...corrects && { corrector: { S, omega } },
    },
    nfe: (gamma === 1 ? 1 : 2) * T + (corrects ? Math.floor(T / omega) * S : 0),
    evaluations: T,
    figures: {
      valid: valid.length / COUNT,
      unique: valid.length / COUNT,
      novel: novel.length / COUNT,
      validCount: valid.length,
      uniqueCount: valid.length,
      novelCount: novel.length,
      diversity: novel.length === 0 ? null : 0.8 + 0.02 * gamma,
      scaffolds: novel.length,
    },
    value: { valid: describe(valuesOf(valid)), novel: describe(valuesOf(novel)) },
    molecules,
    data: { source: { kind: source, path: "qm9/qm9.csv.gz", sha256: "0c5e…" } },
    model: modelFacts({
      parameters: PARAMETERS,
      training: trainingFacts({ name: corrects ? "proseco" : "mdm" }, {
        steps: sampler === "mdm" ? 7064 : 5470,
        batchSize: 128,
        properties: [{ name: property, labels: 2 }],
      }),
    }),
    rings: "symmetrised",
    rdkit: "2026.09.1",
  };
}

/** The settings of a whole synthetic run. */
export function fixtureSettings(
  { seeds = [1, 2], steps = [8, 16, 32], gammas = [1, 2, 3, 4, 5] } = {},
): FixtureSetting[] {
  const samplers = [
    { sampler: "mdm", S: 0, omega: 0 },
    { sampler: "proseco", S: 2, omega: 2 },
    { sampler: "proseco", S: 4, omega: 4 },
  ];
  return (["ring_count", "qed"] as const).flatMap((property) =>
    samplers.flatMap((sampler) =>
      steps.flatMap((T) =>
        gammas.flatMap((gamma) => seeds.map((seed) => ({ ...sampler, property, T, gamma, seed })))
      )
    )
  );
}

/** A synthetic description of a data set, in the form that `data/qm9` writes. */
export function fixtureMeta(kind = "folder"): Record<string, unknown> {
  return {
    source: kind === "enumerated"
      ? { kind, seed: 1, maxHeavyAtoms: 9 }
      : { kind, file: "qm9/qm9.csv.gz", sha256: "0c5e47a1b2" },
    tokens: TOKENS,
    ...{ bosId: TOKENS.length - 4, eosId: TOKENS.length - 3, padId: TOKENS.length - 2 },
    maskId: TOKENS.length - 1,
    length: 24,
    counts: {
      ...{ molecules: 133885, train: 127191, test: 6694 },
      ...{ rows: 133885, invalid: 0, repeated: 0, untokenised: 0 },
    },
    properties: {
      ring_count: { threshold: 3, share: 0.0776 },
      qed: { threshold: 0.543, share: 0.1 },
    },
    rings: "symmetrised",
    rdkit: "2026.09.1",
  };
}

/** A synthetic training log: a falling loss, as JSON lines. */
export function fixtureHistory(steps = 4000, corrector = false): string {
  const stream = new RandomStream(foldIn(randomKey(3), "history"));
  const lines = [];
  for (let step = 10; step <= steps; step += 10) {
    const loss = 0.7 + 2.6 * Math.exp(-step / 350) + 0.08 * stream.normal();
    lines.push(JSON.stringify({
      step,
      loss,
      ...(corrector ? { correctorLoss: loss * 0.6 + 0.04 * stream.normal() } : {}),
      ...(step % 500 === 0 ? { validation: loss + 0.03 } : {}),
      gradientNorm: 1,
      learningRate: 1e-3,
    }));
  }
  return lines.join("\n") + "\n";
}

async function writeFixtureValues(folder: string): Promise<void> {
  const stream = new RandomStream(foldIn(randomKey(5), "values"));
  for (const [part, count] of [["train", 1900], ["test", 100]] as const) {
    const values = (draw: () => number) => ({
      dtype: "F32" as const,
      shape: [count],
      data: Float32Array.from({ length: count }, draw),
    });
    await writeSafetensors(join(folder, `${part}.safetensors`), {
      ring_count: values(() => Math.max(0, Math.round(1.7 + 1.2 * stream.normal()))),
      qed: values(() => 0.46 + 0.07 * stream.normal()),
    });
  }
}

/** Synthetic samples with a trajectory: positions are unmasked in turn, some are corrected. */
export function fixtureSamples(setting: FixtureSetting): Record<string, unknown> {
  const { S, omega, ...shared } = setting, { sampler, T } = shared;
  const stream = new RandomStream(foldIn(randomKey(11), sampler, S));
  const corrects = sampler === "proseco" && S > 0;
  const settings = { ...shared, label: 1, count: 1, ...corrects && { corrector: { S, omega } } };
  const final = ["bos", ..."C1C2CC3C1C1CC2C31", "eos", "pad", "pad", "pad", "pad", "pad"];
  const order = final.map((_, position) => ({ position, at: Math.floor(stream.uniform() * T) }));
  const wrong = new Set([3, 8, 12]);
  const trajectory = [];
  for (let step = 0; step < T; step++) {
    const shown = (position: number) =>
      wrong.has(position) && (!corrects || step < T / 2) ? "N" : final[position];
    const z = order.map(({ position, at }) => at <= step ? shown(position) : "mask");
    if (corrects && (step + 1) % omega === 0) {
      for (let round = 1; round <= S; round++) {
        trajectory.push({ step, phase: "correct", round, sequences: [final] });
      }
    }
    trajectory.push({ step, phase: "unmask", sequences: [z] });
  }
  const smiles = [corrects ? "C1C2CC3C1C1CC2C31" : "C1N2CC3N1C1CN2C31"];
  return { settings, nfe: T, evaluations: T, smiles, trajectory };
}

/** The manifest of an instance that read such inputs and wrote a text, its own name. */
export function fixtureManifest(instance: string, inputs: KeyParts["inputs"]): Manifest {
  const parts: KeyParts = {
    ...{ contract: 1, kind: "test", params: { instance }, code: sha256("code"), environment: {} },
    ...{ inputs, packages: ["zod@4.6.7"] },
  };
  const text = { kind: "file", hash: sha256(instance), bytes: instance.length } as const;
  return {
    ...{ key: keyOf(parts), instance, parts, outputs: { text }, facts: {} },
    ...{ pipeline: "qm9-guided", run: "made", startedAt: "2026-11-24T03:00:00.000Z" },
    ...{ seconds: 5, host: "bench-1", deno: "2.9.6" },
  };
}

/** Writes the inputs of `report/pareto` into `folder` and runs the task on them. */
export async function makeFixtureReport(
  folder: string,
  { settings = fixtureSettings(), kind = "folder" } = {},
): Promise<string> {
  const inputs = join(folder, "inputs");
  await Deno.mkdir(inputs, { recursive: true });
  const metrics = await Promise.all(settings.map(async (setting, index) => {
    const path = join(inputs, `metrics-${index}.json`);
    await Deno.writeTextFile(path, JSON.stringify(fixtureMetrics(setting)));
    return { instance: `metrics[${index}]`, path };
  }));
  await Deno.writeTextFile(join(inputs, "meta.json"), JSON.stringify(fixtureMeta(kind)));
  await writeFixtureValues(inputs);
  const history = await Promise.all(["mdm", "proseco"].map(async (name) => {
    const path = join(inputs, `${name}.jsonl`);
    await Deno.writeTextFile(path, fixtureHistory(4000, name === "proseco"));
    return { instance: name, path };
  }));
  const recorded = settings.filter(({ T, gamma, seed }) => T === 16 && gamma === 3 && seed === 1);
  const samples = await Promise.all(recorded.map(async (setting, index) => {
    const path = join(inputs, `samples-${index}.json`);
    await Deno.writeTextFile(path, JSON.stringify(fixtureSamples(setting)));
    return { instance: `samples[${index}]`, path };
  }));
  const report = join(folder, "report");
  await pareto.run({
    params: pareto.params.parse({ title: "Guided molecules, synthetic" }),
    inputs: { metrics, dataset: inputs, history, samples, bounds: [] },
    outputs: { report },
    scratch: folder,
    cpus: 1,
    signal: new AbortController().signal,
    progress: () => {},
    log: () => {},
    record: () => {},
  });
  return report;
}
