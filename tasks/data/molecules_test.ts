import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readKnownMolecules } from "../../src/artifacts/known_molecules.ts";
import { readSafetensors } from "../../src/tensor/safetensors_io.ts";
import type { JsonValue } from "../../src/pipeline/task.ts";
import molecules from "./molecules.ts";

const TABLE = `smiles,logS,part
CCO,-0.1,train
c1ccccc1,-2,train
C[C@H](F)Cl,-1.5,test
CC(=O)O,,leave
C1CCCCC1,-3,train
`;

interface Outcome {
  readonly log: string;
  readonly recorded: Record<string, JsonValue>;
  // deno-lint-ignore no-explicit-any -- what the tests look at, they check.
  readonly meta: any;
  readonly canonical: readonly string[];
  readonly test: Awaited<ReturnType<typeof readSafetensors>>["tensors"];
  readonly train: Awaited<ReturnType<typeof readSafetensors>>["tensors"];
}

async function run(
  name: string,
  content: string | Uint8Array,
  given: Record<string, unknown> = {},
  tokens?: string,
): Promise<Outcome> {
  const folder = await Deno.makeTempDir(), dataset = join(folder, "dataset");
  try {
    const file = join(folder, name), vocabulary = join(folder, "tokens.txt");
    await Deno.writeFile(
      file,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    if (tokens !== undefined) await Deno.writeTextFile(vocabulary, tokens);
    const lines: string[] = [], recorded: Record<string, JsonValue> = {};
    await molecules.run({
      params: molecules.params.parse({ properties: ["ring_count"], ...given }),
      inputs: { file, tokens: tokens === undefined ? undefined : vocabulary },
      outputs: { dataset },
      scratch: folder,
      cpus: 1,
      signal: new AbortController().signal,
      progress() {},
      log: (line) => lines.push(line),
      record: (facts) => Object.assign(recorded, facts),
    });
    const part = async (name: string) => (await readSafetensors(join(dataset, name))).tensors;
    return {
      log: lines.join("\n"),
      recorded,
      meta: JSON.parse(await Deno.readTextFile(join(dataset, "meta.json"))),
      canonical: [...await readKnownMolecules(dataset)],
      train: await part("train.safetensors"),
      test: await part("test.safetensors"),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("data/molecules takes tokens and length from the file, and names the data", async () => {
  const { meta, canonical, log } = await run("mine.csv", TABLE);
  deepStrictEqual(meta.tokens, [
    ...["(", ")", "1", "=", "C", "Cl", "F", "O", "[C@H]", "c"],
    ...["<bos>", "<eos>", "<pad>", "<mask>"],
  ]);
  strictEqual(meta.length, 10);
  deepStrictEqual(meta.source, { kind: "file", title: "mine.csv" });
  deepStrictEqual(canonical, ["C1CCCCC1", "CC(=O)O", "CCO", "C[C@H](F)Cl", "c1ccccc1"]);
  match(log, /^DATA: 5 rows of mine\.csv\n[^]*DATA: 14 tokens, sequences of 10 positions$/);
});

Deno.test("data/molecules makes the data set of data/qm9 of the same molecules", async () => {
  const { default: qm9 } = await import("./qm9.ts");
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PROSECO_DATA");
  const table = `smiles\n${["CCO", "C1CC1", "OCC", "CCN", "CC#N", "CCF"].join("\n")}\n`;
  await Deno.mkdir(join(folder, "qm9"));
  await Deno.writeTextFile(join(folder, "qm9", "qm9.csv"), table);
  Deno.env.set("PROSECO_DATA", folder);
  try {
    const params = qm9.params.parse({ holdout: 0.4, seed: 3, properties: ["ring_count"] });
    await qm9.run({
      ...{
        params,
        inputs: {},
        outputs: { dataset: join(folder, "out") },
        scratch: folder,
        cpus: 1,
      },
      ...{ signal: new AbortController().signal, progress() {}, log() {}, record() {} },
    });
    const given = { holdout: 0.4, seed: 3, vocabulary: "qm9", length: 24 };
    const { train, test } = await run("same.csv", table, given);
    for (const [name, tensors] of Object.entries({ train, test })) {
      const path = join(folder, "out", `${name}.safetensors`);
      deepStrictEqual(tensors, (await readSafetensors(path)).tensors);
    }
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("data/molecules splits by a column and labels by a column of numbers", async () => {
  const split = { column: "part", leave: ["leave"] };
  const given = { split, properties: ["logS"], thresholds: { logS: -1 } };
  const { meta, train, test, log } = await run("mine.csv", TABLE, given);
  deepStrictEqual([...test.logS!.data], [-1.5]);
  deepStrictEqual([...train.logS!.data].toSorted(), [Math.fround(-0.1), -2, -3].toSorted());
  strictEqual(meta.properties.logS.threshold, -1);
  strictEqual([...train["logS.label"]!.data].reduce((sum, one) => Number(sum) + Number(one), 0), 1);
  match(log, /1 rows take no part, as split says/);
  await rejects(
    run("mine.csv", TABLE, { split: { column: "part" } }),
    /row 4 after the header says "leave", which is under none of train, test and leave/,
  );
});

Deno.test("data/molecules refuses the threshold of what is no property of the data", async () => {
  await rejects(
    run("mine.csv", TABLE, { properties: ["qed"], thresholds: { qde: 0.7 } }),
    /is of no property that is labelled\. Did you mean \\?"qed/,
  );
});

Deno.test("data/molecules never drops a row in silence", async () => {
  const noNumber = { properties: ["logS"] };
  await rejects(
    run("mine.csv", TABLE, noNumber),
    /1 of 5 rows are left out \(20%\): 1 have no number as a property\. At most 0\.05/,
  );
  const { meta, log, recorded } = await run("mine.csv", TABLE, {
    ...{ vocabulary: "qm9", maxLeftOut: 0.2, length: 24 },
  });
  match(log, /1 of 5 rows are left out \(20%\): 1 have tokens .* \(Cl in 1, \[C@H\] in 1\)/);
  deepStrictEqual(meta.leftOut.unknownTokens, { "Cl": 1, "[C@H]": 1 });
  match(String(recorded.leftOut), /^1 of 5 rows/);
});

Deno.test("data/molecules takes the tokens of a file", async () => {
  const { meta } = await run("mine.csv", "smiles\nCCO\nCC\n", {}, "O\nC\nN\n");
  deepStrictEqual(meta.tokens.slice(0, 3), ["O", "C", "N"]);
});

Deno.test("data/molecules holds whole scaffolds out", async () => {
  const rings = ["C1CC1", "C1CCC1", "C1CCCC1", "C1CCCCC1"];
  const rows = rings.flatMap((ring) => [ring, `C${ring}`, `CC${ring}`, `O${ring}`]);
  const given = { split: "scaffold", holdout: 0.25, properties: ["molecular_weight"] };
  const { meta, test } = await run("mine.csv", ["smiles", ...rows].join("\n"), given);
  strictEqual(meta.counts.test, 4);
  const { data } = test.tokens!, length: number = meta.length;
  const texts = Array.from(
    { length: 4 },
    (_, row) =>
      [...data as Uint8Array].slice(row * length, (row + 1) * length)
        .filter((id) => id < meta.bosId).map((id) => meta.tokens[id]).join(""),
  );
  strictEqual(new Set(texts.map((text) => text.replace(/^[CO]*?(?=C1)/, ""))).size, 1);
});

const BLOCK = `ethanol
  test

  3  2  0  0  0  0  0  0  0  0999 V2000
    0.0000    0.0000    0.0000 C   0  0
    1.0000    0.0000    0.0000 C   0  0
    2.0000    0.0000    0.0000 O   0  0
  1  2  1  0
  2  3  1  0
M  END
> <logS>
-0.1

$$$$
`;

Deno.test("data/molecules reads SMI, TSV and SDF files, plain or gzipped", async () => {
  const smi = "CCO ethanol\n\nCC(C)O\tpropan-2-ol\n";
  deepStrictEqual((await run("a.smi", smi)).canonical, ["CC(C)O", "CCO"]);
  const tsv = "name\tsmiles\na,b\tCCO\nc\tCCN\n";
  deepStrictEqual((await run("a.tsv.gz", gzipSync(tsv))).canonical, ["CCN", "CCO"]);
  const sdf = BLOCK + BLOCK.replace("C   0  0\n    2", "N   0  0\n    2").replace("-0.1", "2");
  const { canonical, train, test } = await run("a.sdf", sdf, {
    properties: ["logS"],
    holdout: 0.5,
  });
  deepStrictEqual(canonical, ["CCO", "CNO"]);
  deepStrictEqual([...train.logS!.data, ...test.logS!.data].map(Number).toSorted((a, b) => a - b), [
    ...[Math.fround(-0.1), 2],
  ]);
});

/** Columns smiles and logS of three rows, the second without a number, by hyparquet-writer 0.17. */
const PARQUET = [
  "UEFSMRUGFS4VMlwVBhUAFQYVABUEFQAAAAMHFVADAAAAQ0NPAwAAAENDTgMAAABDQ0YVBhUkFSRcFQYVAhUGFQAV",
  "BBUAAAADBRAAAAUBJOC/AAAAAAAAAEAVBBk8SARyb290FQQAFQwlAhgGc21pbGVzJQAAFQolAhgEbG9nUwAWBhkc",
  "GSwmCBwVDBkVABkYBnNtaWxlcxUCFgYWWBZcJgg8NgAoA0NDTxgDQ0NGABkcFQYVABUCAAAAJmQcFQoZFQAZGARs",
  "b2dTFQIWBhZOFk4mZDw2AigIAAAAAAAAAEAYCAAAAAAAAOC/NgAAGRwVBhUAFQIAAAAWpgEWBjaqAQAoCWh5cGFy",
  "cXVldBksHAAAHAAAALwAAABQQVIx",
].join("");

Deno.test("data/molecules reads Parquet files", async () => {
  const bytes = Uint8Array.from(atob(PARQUET), (byte) => byte.charCodeAt(0));
  const { meta, canonical } = await run("a.parquet", bytes, {
    properties: ["logS"],
    maxLeftOut: 0.4,
  });
  deepStrictEqual(canonical, ["CCF", "CCO"]);
  strictEqual(meta.leftOut.withoutValue, 1);
  await rejects(
    run("a.parquet", bytes, { properties: ["pKa"] }),
    /it has no column "pKa", only "smiles", "logS"/,
  );
});

Deno.test("data/molecules says what it cannot read of a file", async () => {
  await rejects(
    run("hash", TABLE),
    /Cannot tell the format of ".*" by its name: set format to csv, tsv/,
  );
  await rejects(run("a.csv", TABLE, { column: "SMILES" }), /has no column "SMILES", only "smiles"/);
  await rejects(run("a.sdf", BLOCK, { properties: ["pKa"] }), /no record has "pKa", only logS/);
  await rejects(run("a.smi", "CCO\n", { properties: ["pKa"] }), /a SMI file has a column "name"/);
  await rejects(run("a.parquet", TABLE), /Cannot read ".*a\.parquet"/);
});
