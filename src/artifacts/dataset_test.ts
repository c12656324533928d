import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import {
  countSequences,
  idArray,
  type PartContent,
  readDataset,
  readPropertyValues,
  writePart,
} from "./dataset.ts";
import { type DatasetMeta, readMoleculeDatasetMeta, writeDatasetMeta } from "./dataset_meta.ts";
import { readKnownMolecules, writeKnownMolecules } from "./known_molecules.ts";

const META: DatasetMeta = {
  ...{ source: { tokenizer: "characters" }, tokens: ["a", "<bos>", "<eos>", "<pad>", "<mask>"] },
  ...{ length: 2, bosId: 1, eosId: 2, padId: 3, maskId: 4, counts: { train: 3, test: 1 } },
};

const part = (tokens: PartContent["tokens"], values: number[], labels: number[]): PartContent => ({
  tokens,
  properties: new Map([["qed", {
    values: Float32Array.from(values),
    labels: Uint8Array.from(labels),
  }]]),
});

/** Writes a data set and hands on its folder. */
async function withDataset(
  use: (folder: string) => Promise<void>,
  prompts: Pick<PartContent, "promptLengths"> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await writeDatasetMeta(folder, META);
    const train = part(Uint16Array.of(1, 0, 1, 2, 1, 0), [0.25, 0.5, 0.75], [0, 0, 1]);
    await writePart(folder, "train", META.length, { ...train, ...prompts });
    await writePart(folder, "test", META.length, part(Uint16Array.of(1, 0), [1], [1]));
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readDataset() reads what was written, with the labels that are asked for", () =>
  withDataset(async (folder) => {
    const { meta, train, test, numClasses } = await readDataset(folder, "qed");
    assertEquals(meta, META);
    assertEquals([...train.tokens], [1, 0, 1, 2, 1, 0]);
    assertEquals([[...train.labels], [...test.labels], numClasses], [[0, 0, 1], [1], 2]);
    assertEquals([countSequences(train), countSequences(test)], [3, 1]);
    assertEquals(train.promptLengths, undefined);
    assertEquals([...await readPropertyValues(folder, "qed")], [0.25, 0.5, 0.75, 1]);
  }));

Deno.test("readDataset() reads how many tokens are given", () =>
  withDataset(async (folder) => {
    const { train } = await readDataset(folder);
    assertEquals([...train.promptLengths!], [1, 0, 1]);
    assertEquals([...train.labels], [0, 0, 0]);
  }, { promptLengths: Uint8Array.of(1, 0, 1) }));

Deno.test("a data set keeps token ids and prompts that 16 bits do not hold", () =>
  withDataset(async (folder) => {
    const tokens = idArray(4, 126_463), promptLengths = idArray(2, 70_000);
    tokens.set([0, 126_336, 65_536, 126_463]);
    promptLengths.set([1, 70_000]);
    await writePart(folder, "train", 2, { tokens, promptLengths });
    const { train } = await readDataset(folder);
    assertEquals([train.tokens, train.promptLengths], [tokens, promptLengths]);
    assertEquals(idArray(1, 65_535), new Uint16Array(1));
  }));

Deno.test("A data set says which labels, values or facts it does not have", () =>
  withDataset(async (folder) => {
    await rejects(readDataset(folder, "logp"), /Cannot read labels "logp" .* it has "qed"$/);
    await rejects(readMoleculeDatasetMeta(folder), /Cannot read data set .*field "source\.kind"/);
    const ofMolecules = { ...META, properties: { qed: { threshold: 0.5, share: 0.5 } } };
    await writeDatasetMeta(folder, ofMolecules);
    const advised = /it has "qed"; set properties to \[qed, logp\]/;
    await rejects(readDataset(folder, ["qed", "logp"]), advised);
    await rejects(readPropertyValues(folder, "logp"), advised);
  }));

Deno.test("readKnownMolecules() reads what writeKnownMolecules() wrote", () =>
  withDataset(async (folder) => {
    await writeKnownMolecules(folder, ["CCO", "C1CC1"]);
    assertEquals(await readKnownMolecules(folder), new Set(["CCO", "C1CC1"]));
  }));
