import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual,
  ok,
  rejects,
} from "node:assert/strict";
import { smilesTokenizer } from "../../src/domains/molecules/smiles_tokenizer.ts";
import { writeCheckpoint } from "../../src/model/checkpoint.ts";
import type { DitConfig } from "../../src/model/dit/dit_config.ts";
import { readGolden } from "../../tests/golden_fixture.ts";
import guided from "./guided.ts";

const LABELS = "cond_map.embedding_table.weight";

/** Runs the task on the golden network. */
async function run(
  given: Record<string, unknown>,
  meta: Record<string, unknown> = {},
  sizes: Partial<DitConfig> = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    const golden = await readGolden(), config = { ...golden.config, ...sizes };
    // A network without labels has the last row of the table alone.
    const table = golden.parameters[LABELS]!, { condDim } = config;
    const parameters = config.numClasses > 0 ? golden.parameters : {
      ...golden.parameters,
      [LABELS]: { shape: [1, condDim], data: table.data.slice(-condDim) },
    };
    const { tokens, bosId, eosId, padId, maskId } = smilesTokenizer();
    await writeCheckpoint(`${folder}/checkpoint`, { config, parameters });
    await Deno.mkdir(`${folder}/dataset`);
    await Deno.writeTextFile(
      `${folder}/dataset/meta.json`,
      JSON.stringify({
        ...{ tokens, bosId, eosId, padId, maskId, length: config.length },
        ...{ source: { kind: "enumerated" }, counts: {}, ...meta },
      }),
    );
    const recorded: Record<string, unknown> = {}, done: number[] = [];
    await guided.run({
      params: guided.params.parse({ property: "qed", count: 20, T: 6, ...given }),
      inputs: {
        dataset: `${folder}/dataset`,
        checkpoint: `${folder}/checkpoint`,
        classifier: undefined,
      },
      outputs: { samples: `${folder}/samples.json` },
      scratch: folder,
      cpus: 1,
      signal: new AbortController().signal,
      progress: (progress) => done.push(progress.done),
      log() {},
      record: (facts) => Object.assign(recorded, facts),
    });
    return {
      samples: JSON.parse(await Deno.readTextFile(`${folder}/samples.json`)),
      recorded,
      done,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("sample/guided writes molecules, their settings and their cost", async () => {
  const { samples, recorded, done } = await run({
    sampler: "proseco",
    corrector: { S: 2, omega: 2 },
    gamma: 2,
  });
  const { smiles, trajectory, model, data, evaluations, nfe, settings, ...rest } = samples;
  assertEquals(smiles.length, 20);
  assertEquals(data, { source: { kind: "enumerated" } });
  assertEquals(rest, {});
  assertEquals(nfe, 6 * 2 + 3 * 2);
  assertEquals(settings, {
    ...{ sampler: "proseco", gamma: 2, T: 6, property: "qed", label: 1, count: 20, seed: 0 },
    ...{ noise: "log-linear", temperature: 1, nucleusP: 1 },
    corrector: {
      ...{ S: 2, omega: 2, start: 1, guidance: "conditional" },
      ...{ prior: "argmax", step: "argmax", topK: 1 },
    },
  });
  ok(evaluations < nfe && model.parameters > 0 && (recorded.seconds as number) > 0);
  assertEquals(trajectory.at(-1).sequences.length, 2);
  assertEquals(trajectory.at(-1).sequences[0].length, 24);
  assertEquals(trajectory.filter(({ phase }: { phase: string }) => phase === "unmask").length, 6);
  assertEquals(done.at(-1), 6);
});

Deno.test("sample/guided draws the same molecules with the same seed, whatever the batch", async () => {
  const draw = async (given: object) =>
    (await run({ sampler: "mdm", gamma: 2, ...given })).samples.smiles;
  const once = await draw({ batch: 64 });
  assertEquals(await draw({ batch: 64 }), once);
  assertEquals(await draw({ batch: 8 }), once);
  notDeepStrictEqual(await draw({ batch: 64, seed: 1 }), once);
});

for (
  const given of [
    { sampler: "remdm", remasking: { strength: "rescale", eta: 1, confidence: true } },
    { sampler: "first-hitting" },
    { sampler: "udlm", noise: "cosine" },
    { sampler: "ar" },
  ]
) {
  Deno.test(`sample/guided draws with ${given.sampler}`, async () => {
    const { samples } = await run({ gamma: 1.5, ...given }, {}, { causal: given.sampler === "ar" });
    const steps = given.sampler === "first-hitting" ? 24 : given.sampler === "ar" ? 23 : 6;
    assertEquals([samples.smiles.length, samples.nfe], [20, steps * 2]);
  });
}

Deno.test("sample/guided refuses a causal network for all samplers but ar, which needs one", async () => {
  await rejects(
    run({ sampler: "ar" }),
    /"ar": the checkpoint's network sees both sides: sample it with "mdm", /,
  );
  for (
    const given of [{ sampler: "mdm" }, { sampler: "proseco", corrector: { S: 1 } }, {
      sampler: "udlm",
    }]
  ) {
    await rejects(
      run(given, {}, { causal: true }),
      new RegExp(`"${given.sampler}": the checkpoint's network is causal .* with "ar"`),
    );
  }
});

Deno.test("sample/guided draws from a network without labels what one with labels draws without", async () => {
  const draw = async (sizes: Partial<DitConfig>) =>
    (await run({ sampler: "mdm", label: 2 }, {}, sizes)).samples.smiles;
  assertEquals(await draw({ numClasses: 0 }), await draw({}));
  for (
    const [given, message] of [
      [{}, /Cannot condition on "qed": the network knows no property: take label 2/],
      [{ label: 2, gamma: 2 }, /gamma guides to a label, .* trained without any/],
    ] as const
  ) {
    await rejects(run({ sampler: "mdm", ...given }, {}, { numClasses: 0 }), message);
  }
});

Deno.test("sample/guided takes settings without effect that say what holds, and T for all samplers", () => {
  const usual = { remasked: 1, temperature: 1, noise: "log-linear" };
  for (const sampler of ["mdm", "first-hitting", "ar", "udlm"]) {
    guided.params.parse({ property: "qed", sampler, ...usual, T: 8 });
  }
});

Deno.test("sample/guided refuses settings that do not fit the sampler or the network", async () => {
  const parse = (given: object) => () => guided.params.parse({ property: "qed", ...given });
  for (
    const [given, message] of [
      [{ sampler: "proseco" }, /proseco needs it/],
      [{ sampler: "proseco", corrector: { S: 0 } }, /expected number to be >=1/],
      [{ sampler: "mdm", corrector: { S: 1 } }, /on mdm, but on proseco; leave it out/],
      [
        { sampler: "proseco", corrector: { S: 1, topK: 3 } },
        /no effect on step argmax, but on topK/,
      ],
      [{ sampler: "mdm", remasking: { strength: "cap", eta: 1 } }, /on mdm, but on remdm/],
      [{ sampler: "mdm", remasked: 2 }, /no effect on mdm, but on prism/],
      [{ sampler: "ar", noise: "cosine" }, /no effect on ar, but on mdm, udlm, remdm, proseco/],
      [{ sampler: "udlm", nucleusP: 0.9 }, /no effect on udlm, but on ar, mdm, /],
      [{ sampler: "remdm" }, /remdm needs it/],
    ] as const
  ) {
    await rejects(async () => await parse(given)(), message);
  }
  await rejects(run({ sampler: "prism" }), /"prism": the checkpoint has no quality head/);
  await rejects(
    run({ sampler: "mdm" }, { length: 32 }),
    /24 positions and 34 tokens, .* 32 and 34/,
  );
});
