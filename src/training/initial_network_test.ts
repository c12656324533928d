import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { z } from "zod";
import { writeCheckpoint } from "../model/checkpoint.ts";
import type { Architecture } from "../model/architecture.ts";
import { ARCHITECTURES } from "../model/architectures.ts";
import { dit } from "../model/dit/dit.ts";
import type { DitConfig } from "../model/dit/dit_config.ts";
import { initialParameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import type { Dataset } from "../artifacts/dataset.ts";
import { initialNetwork, type NetworkSettings } from "./initial_network.ts";

const SIZES: DitConfig = {
  ...{ vocab: 6, length: 4, hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4 },
  ...{ numClasses: 2, maskId: 5 },
};

const NOTHING = { tokens: new Uint8Array(), labels: new Uint8Array(), length: SIZES.length };

const DATASET: Dataset = {
  meta: {
    ...{ tokens: ["a", "b", "<bos>", "<eos>", "<pad>", "<mask>"], length: SIZES.length },
    ...{ bosId: 2, eosId: 3, padId: 4, maskId: 5, source: {}, counts: {} },
  },
  ...{ properties: [{ name: "qed", labels: 2 }], numClasses: 2, train: NOTHING, test: NOTHING },
};

/** The network that a training with these settings starts from, given a checkpoint of this kind. */
async function goOn(
  kind: Partial<DitConfig>,
  settings: Partial<NetworkSettings>,
  log?: (line: string) => void,
) {
  const folder = await Deno.makeTempDir();
  try {
    const config = { ...SIZES, ...kind };
    const parameters = initialParameters(config, randomKey(0));
    await writeCheckpoint(folder, { config, parameters });
    return await initialNetwork({ seed: 0, ...settings }, DATASET, folder, log);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("initialNetwork() goes on from a checkpoint of the training's own kind", async () => {
  for (const kind of [{}, { causal: true }, { qualityBlocks: 1 }]) {
    const { config, parameters } = await goOn(kind, kind);
    assertEquals(config, { ...SIZES, ...kind });
    assertEquals(parameters, initialParameters(config, randomKey(0)));
  }
});

Deno.test("initialNetwork() goes on from a checkpoint at the data set's length, and says where it is longer", async () => {
  for (const [length, expected] of [[6, []], [3, [/4 positions, more than the 3 /]]] as const) {
    const lines: string[] = [];
    const { config } = await goOn({ length }, {}, (line) => lines.push(line));
    assertEquals([config.length, lines.length], [SIZES.length, expected.length]);
    expected.forEach((pattern, i) => ok(pattern.test(lines[i]!), lines[i]!));
  }
  await rejects(
    goOn({ numClasses: 1 }, {}),
    /checkpoint is of 6 tokens and 1 labels, .* and 2 labels/,
  );
});

Deno.test("initialNetwork() puts a quality head on a network without one, and leaves the rest", async () => {
  const { config, parameters } = await goOn({}, { qualityBlocks: 1, seed: 3 });
  assertEquals(config, { ...SIZES, qualityBlocks: 1 });
  const before = initialParameters(SIZES, randomKey(0));
  for (const [name, tensor] of Object.entries(before)) assertEquals(parameters[name], tensor);
  const added = Object.keys(parameters).filter((name) => !(name in before));
  ok(added.length > 0 && added.every((name) => name.startsWith("quality_head.")));
});

Deno.test("initialNetwork() refuses a checkpoint of another kind and names the task that trains it", async () => {
  for (
    const [kind, settings, message] of [
      [{ causal: true }, {}, /Cannot train further: .* is causal \(AR\), .* train\/ar, or/],
      [{ causal: true }, { qualityBlocks: 1 }, /is causal \(AR\)/],
      [{}, { causal: true }, /Cannot train further: .* sees both sides, train\/ar needs a causal/],
      [
        { qualityBlocks: 1 },
        {},
        /quality head \(PRISM, qualityBlocks: 1\): go on with train\/prism/,
      ],
      [{ qualityBlocks: 0 }, { qualityBlocks: 2 }, /quality head \(PRISM, qualityBlocks: 0\)/],
    ] as const
  ) {
    await rejects(goOn(kind, settings), message);
  }
});

Deno.test("initialNetwork() puts no quality head on a network of a kind that has none", async () => {
  const architectures = ARCHITECTURES as Record<string, Architecture>;
  const { outputs: _, ...rest } = dit as Architecture;
  const schema = dit.schema.extend({ architecture: z.literal("blind") });
  try {
    architectures.blind = { ...rest, name: "blind", schema };
    const kind = { architecture: "blind" };
    assertEquals((await goOn(kind, {})).config, { ...SIZES, ...kind });
    await rejects(
      goOn(kind, { qualityBlocks: 1 }),
      /Cannot train further: .* "blind" has no quality head to train/,
    );
  } finally {
    delete architectures.blind;
  }
});
