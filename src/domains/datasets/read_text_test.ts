import { rejects, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readText } from "./read_text.ts";

async function withFile(
  suffix: string,
  parts: readonly Uint8Array[],
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix });
  try {
    await Deno.writeFile(path, new Blob(parts as Uint8Array<ArrayBuffer>[]).stream());
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const LINES = Array.from({ length: 30_000 }, (_, i) => `${i},${"CÄO".repeat(i % 9)}\n`);
const MEMBERS = LINES.map((_, i) => i).filter((i) => i % 500 === 0)
  .map((i) => gzipSync(LINES.slice(i, i + 500).join("")));

Deno.test("readText() reads gzip members one after another, and zeros after them", async () => {
  for (const tail of [0, 1, 512, 100_000]) {
    await withFile(".csv.gz", [...MEMBERS, new Uint8Array(tail)], async (path) => {
      strictEqual(await readText(path), LINES.join(""));
    });
  }
});

Deno.test("readText() knows gzip by its bytes and by its name in any letters", async () => {
  for (const suffix of [".csv", ".csv.GZ", ".Gz", ""]) {
    await withFile(suffix, [gzipSync("smiles\n")], async (path) => {
      strictEqual(await readText(path), "smiles\n");
    });
  }
});

Deno.test("readText() reads what is not gzipped as it is, the shortest too", async () => {
  for (const text of ["", "C", "C\n", LINES.join("")]) {
    await withFile(".csv", [new TextEncoder().encode(text)], async (path) => {
      strictEqual(await readText(path), text);
    });
  }
});

Deno.test("readText() stops at the size that it may read, however small the file is", async () => {
  const bomb = gzipSync(new Uint8Array(2 ** 24));
  await withFile(".csv.gz", [bomb, bomb], async (path) => {
    await rejects(
      readText(path, { most: 2 ** 20 }),
      /Cannot read ".*gz": it unfolds to more than 1048576/,
    );
    strictEqual((await readText(path, { most: 2 ** 25 })).length, 2 ** 25);
  });
});

Deno.test("readText() refuses what is cut short, changed or no gzip, with the file's name", async () => {
  const first: Uint8Array = MEMBERS[0]!, second: Uint8Array = MEMBERS[1]!;
  const changed = first.with(first.length >> 1, first[first.length >> 1]! ^ 0xff);
  for (const parts of [[first, second.subarray(0, 99)], [first.subarray(0, -4)], [changed]]) {
    await withFile(".csv", parts, (path) => rejects(readText(path), /Cannot read ".*\.csv": /));
  }
  await withFile(".gz", [new TextEncoder().encode("no gzip")], async (path) => {
    await rejects(readText(path), /Cannot read ".*\.gz": /);
  });
  await rejects(readText("/nowhere/a.csv"), /Cannot read "\/nowhere\/a\.csv": /);
});
