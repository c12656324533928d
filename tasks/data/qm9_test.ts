import { deepStrictEqual as assertEquals, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { smilesTokenizer } from "../../src/domains/molecules/smiles_tokenizer.ts";
import type { JsonValue } from "../../src/pipeline/task.ts";
import { readSafetensors } from "../../src/tensor/safetensors_io.ts";
import qm9 from "./qm9.ts";

/** Everything the task wrote, and said. */
interface Outcome {
  readonly environment: Record<string, JsonValue>;
  readonly log: string;
  readonly recorded: Record<string, JsonValue>;
  readonly files: Readonly<Record<string, Uint8Array>>;
  // deno-lint-ignore no-explicit-any -- what the tests look at, they check.
  readonly meta: any;
  readonly canonical: readonly string[];
  readonly train: Awaited<ReturnType<typeof readSafetensors>>["tensors"];
}

async function run(given: Record<string, unknown>, dataFolder?: string): Promise<Outcome> {
  const folder = await Deno.makeTempDir(), dataset = join(folder, "dataset");
  const before = Deno.env.get("PROSECO_DATA");
  if (dataFolder !== undefined) Deno.env.set("PROSECO_DATA", dataFolder);
  try {
    const lines: string[] = [], recorded: Record<string, JsonValue> = {};
    const params = qm9.params.parse(given);
    const environment = await qm9.environment!(params);
    await qm9.run({
      params,
      inputs: {},
      outputs: { dataset },
      scratch: folder,
      cpus: 2,
      signal: new AbortController().signal,
      progress() {},
      log: (line) => lines.push(line),
      record: (facts) => Object.assign(recorded, facts),
    });
    const files: Record<string, Uint8Array> = {};
    for await (const { name } of Deno.readDir(dataset)) {
      files[name] = await Deno.readFile(join(dataset, name));
    }
    const text = (name: string) => new TextDecoder().decode(files[name]);
    return {
      environment,
      log: lines.join("\n"),
      recorded,
      files,
      meta: JSON.parse(text("meta.json")),
      canonical: text("canonical.txt").trimEnd().split("\n"),
      train: (await readSafetensors(join(dataset, "train.safetensors"))).tensors,
    };
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("data/qm9 reads a data folder and says in key, log and meta.json that it did", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "qm9"));
  const rows = ["OCC", "CCO", "C1CC1", "C1CC", "C[Si]", "c1ccoc1", "C".repeat(23)];
  await Deno.writeTextFile(join(folder, "qm9", "qm9.csv"), ["smiles", ...rows].join("\n"));
  const { environment, log, meta, canonical, train, recorded } = await run({
    seed: 3,
    maxLeftOut: 0.5,
  }, folder);
  await Deno.remove(folder, { recursive: true });

  assertEquals(environment.source, { kind: "table", sha256: meta.source.sha256 });
  assertEquals([meta.source.kind, meta.source.name], ["folder", "qm9/qm9.csv"]);
  match(
    log,
    /^DATA: 7 rows of .*qm9\.csv \(folder\)\nDATA: 3 of 7 rows are left out \(43%\): RDKit cannot read 1; 1 have tokens that the vocabulary lacks \(\[Si\] in 1\); 1 have more than 22 tokens\nDATA: no molecule is held out: .* set holdout to 0\.3 or more\n/,
  );
  assertEquals((recorded.source as { path: string }).path, join(folder, "qm9", "qm9.csv"));
  assertEquals(canonical, ["C1CC1", "C".repeat(23), "CCO", "C[Si]", "c1ccoc1"]);
  assertEquals(meta.counts, {
    ...{ molecules: 3, train: 3, test: 0 },
    ...{ rows: 7, invalid: 1, repeated: 1, untokenised: 2 },
  });
  const tokenizer = smilesTokenizer();
  assertEquals([meta.tokens, meta.maskId, meta.length], [tokenizer.tokens, 33, 24]);
  const { data } = train.tokens!;
  const decoded = [0, 1, 2].map((row) =>
    tokenizer.decode((data as Uint8Array).subarray(row * 24, (row + 1) * 24))
  );
  assertEquals(decoded.toSorted(), ["C1CC1", "CCO", "c1ccoc1"]);
  assertEquals([...train.ring_count!.data], decoded.map((smiles) => smiles === "CCO" ? 0 : 1));
});

Deno.test("data/qm9 names a row that RDKit cannot hold, and a label that none has", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "qm9"));
  const rows = ["CCO", "C".repeat(800), "C1CC1", "CCN", "CCC"];
  await Deno.writeTextFile(join(folder, "qm9", "qm9.csv"), ["smiles", ...rows].join("\n"));
  const given = { maxLeftOut: 0.2, holdout: 0.25, labelQuantile: 1, properties: ["ring_count"] };
  const { log, meta } = await run(given, folder);
  await Deno.remove(folder, { recursive: true });
  assertEquals([meta.counts.invalid, meta.counts.molecules], [1, 4]);
  match(log, /^DATA: row 2 after the header counts as invalid: it has 800 atoms/m);
  match(log, /^DATA: label 1 of ring_count has no member to train on/m);
});

Deno.test("data/qm9 names a table of which RDKit can read no row", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "qm9"));
  await Deno.writeTextFile(join(folder, "qm9", "qm9.csv"), "smiles,foo\nnot,a\n");
  await rejects(run({}, folder), /Cannot make a data set of ".*qm9\.csv": RDKit can read none of/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("data/qm9 refuses a table of which more is left out than may be, and says what", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "qm9"));
  await Deno.writeTextFile(join(folder, "qm9", "qm9.csv"), "smiles\nCCO\nCCN\nC[C@H](F)Cl\n");
  await rejects(
    run({}, folder),
    /1 of 3 rows are left out \(33%\): 1 have tokens that the vocabulary lacks \(Cl in 1, \[C@H\] in 1\)\. At most 0\.05 of the rows may be/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("data/qm9 takes no other molecules where a folder was named or QM9 asked for", async () => {
  const folder = await Deno.makeTempDir();
  await rejects(run({}, folder), /QM9 cannot be had: ".*" holds no qm9\/qm9\.csv/);
  await rejects(run({ source: "qm9" }, folder), /QM9 cannot be had/);
  const { meta } = await run({ source: "enumerated", enumerate: 50 }, folder);
  assertEquals(meta.source, { kind: "enumerated" });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("data/qm9 enumerates molecules, the same for the same seed, and says so loudly", async () => {
  const given = { source: "enumerated", enumerate: 300, seed: 5, holdout: 0.1 };
  const first = await run(given), second = await run(given);
  assertEquals(second.files, first.files);
  assertEquals(first.environment, { source: { kind: "enumerated" } });
  match(first.log, /^DATA: NOT QM9 but 300 molecules enumerated/);

  const { meta, canonical, train } = first;
  assertEquals(meta.source, { kind: "enumerated" });
  assertEquals(meta.counts.molecules, 300);
  assertEquals(new Set(canonical).size, 300);
  assertEquals(train.tokens!.shape, [270, 24]);
  for (const property of ["ring_count", "qed"]) {
    const { threshold, share } = meta.properties[property];
    ok(share > 0.02 && share <= 0.1, `${property}: ${share} of the molecules above ${threshold}`);
    const labels = [...train[`${property}.label`]!.data];
    assertEquals(
      labels,
      [...train[property]!.data].map((value) => Number((value as number) > threshold)),
    );
  }
  const other = await run({ ...given, seed: 6 });
  assertEquals(other.canonical.every((smiles) => canonical.includes(smiles)), false);
});

Deno.test("data/qm9 makes the same of a property whether or not others are computed beside it", async () => {
  const given = { source: "enumerated", enumerate: 100 };
  const both = await run({ ...given, properties: ["qed", "ring_count"] });
  const rings = await run({ ...given, properties: ["ring_count"] });
  assertEquals(rings.canonical, both.canonical);
  const { qed: _values, "qed.label": _labels, ...train } = both.train;
  assertEquals(rings.train, train);
  const { qed: _threshold, ...properties } = both.meta.properties;
  assertEquals(rings.meta, { ...both.meta, properties });
});

Deno.test({
  name: "data/qm9 labels real QM9 as RDKit does (needs PROSECO_DATA)",
  ignore: !Deno.env.get("PROSECO_DATA"),
  async fn() {
    const { meta, log } = await run({ limit: 2000 });
    assertEquals(meta.source.kind, "folder");
    ok(!log.includes("NOT QM9"));
    assertEquals([meta.counts.rows, meta.counts.invalid, meta.counts.untokenised], [2000, 0, 0]);
    assertEquals(meta.properties.ring_count.threshold, 3);
    ok(Math.abs(meta.properties.ring_count.share - 0.0783) < 0.018);
    ok(Math.abs(meta.properties.qed.threshold - 0.5535) < 0.007);
  },
});
