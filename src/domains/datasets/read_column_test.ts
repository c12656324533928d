import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readColumn } from "./read_column.ts";
import { readText } from "./read_text.ts";

async function withFile(
  suffix: string,
  content: string | Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix });
  try {
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readColumn() reads a column by its name", async () => {
  const table = '\ufeffid,smiles,"a, b"\r\n1,CCO,x\r\n2,"C,""C",y\r\n\r\n3,,z';
  await withFile(".csv", table, async (path) => {
    assertEquals(await readColumn(path, "smiles"), ["CCO", 'C,"C', ""]);
    assertEquals(await readColumn(path, "a, b"), ["x", "y", "z"]);
  });
});

Deno.test("readColumn() decompresses what is gzipped", async () => {
  const gzip = new Blob(["smiles\nC\n"]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(gzip).arrayBuffer());
  for (const suffix of [".csv.gz", ".CSV.GZ"]) {
    await withFile(suffix, bytes, async (path) => {
      assertEquals(await readColumn(path, "smiles"), ["C"]);
      assertEquals(await readText(path), "smiles\nC\n");
    });
  }
});

Deno.test("readColumn() never lets a row shift", async () => {
  const tables: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
    "an empty first field": [",smiles\n0,C\n,CC\n,\n", ["C", "CC", ""]],
    "quoted line breaks": ['id,smiles\n"a\nb",C\n"c\r\n\r\nd",CC\n', ["C", "CC"]],
    "quoted delimiters": ['id,smiles\n",,",C\n', ["C"]],
    "CR": ["id,smiles\r1,C\r2,CC\r", ["C", "CC"]],
    "ends of several kinds": ["id,smiles\n1,C\r\n2,CC\r3,O", ["C", "CC", "O"]],
    "blanks around values": ['id , smiles \n1, C \n2 ,"CC " \n\t3\t, "O"', ["C", "CC", "O"]],
    "blank lines": ["\n\r\n   \nid,smiles\n1,C\n\n   \n2,O\n\n", ["C", "O"]],
    "a line that tells the delimiter": ["sep=;\r\nid;smiles\r\n1;C,C\r\n", ["C,C"]],
    "such a line after a mark and a blank line": ["\ufeff\nsep=;\nid;smiles\n;C\n", ["C"]],
    "a tab so told": ['"SEP=\t"\nid\tsmiles\n1\tC\n\tO\n', ["C", "O"]],
    "a column whose name begins like such a line": ["separate,smiles\n1,C\n", ["C"]],
    "a header and nothing else": ["id,smiles", []],
  };
  for (const [kind, [text, expected]] of Object.entries(tables)) {
    await withFile(".CSV", text, async (path) => {
      assertEquals(await readColumn(path, "smiles"), expected, kind);
    });
  }
});

Deno.test("readColumn() reads line ends and quotes that two pieces of a file share", async () => {
  // A piece of a file is a power of two long: some row lies across each end of one.
  const row = '"a\r\n""b",C\r\n';
  await withFile(".csv", `id,smiles\r\n${row.repeat(50_000)}`, async (path) => {
    const values = await readColumn(path, "smiles");
    assertEquals([values.length, new Set(values)], [50_000, new Set(["C"])]);
  });
});

Deno.test("readColumn() tells the line of what it cannot read", async () => {
  const tables: Readonly<Record<string, RegExp>> = {
    "id,smiles\n1,C\n2,C,O\n": /line 3 has 3 fields, the header 2: "id", "smiles"/,
    "sep=;\nid;smiles\n1;C\n\n2\n": /line 5 has 1 fields, the header 2/,
    'id,smiles\r\n"a\r\nb",C\r\n2\r\n': /line 4 has 1 fields/,
    'id,smiles\n1,C\n2,"C\n3,O\n': /line 3: here or below a field opens a quote that is not closed/,
    [`smiles\nC\n"${"C".repeat(2 ** 20)}\n`]: /line 3: here or below a field opens a quote/,
    'id,smiles\n1,C"C\n': /line 2: a field that does not begin with a quote has one/,
    'id,smiles\n1,"C"C\n': /line 2: a field goes on after its closing quote/,
    "id;smiles\n1;C\n": /no column "smiles", only "id;smiles": if ";" parts .* sep=;/,
    "smiles,smiles\nC,O\n": /several columns "smiles"/,
    " \n": /it is empty/,
    "": /it is empty/,
  };
  for (const [text, message] of Object.entries(tables)) {
    await withFile(".csv", text, async (path) => {
      await rejects(readColumn(path, "smiles"), (error: Error) => {
        assertEquals(error.message.startsWith(`Cannot read "${path}": `), true);
        assertEquals(message.test(error.message), true, error.message);
        return true;
      });
    });
  }
  await withFile(".csv", Uint8Array.of(0xff, 0xfe, 0x73, 0), async (path) => {
    await rejects(readColumn(path, "s"), /it is not in UTF-8/);
  });
});

Deno.test("readColumn() names the columns there are and the line that is too short", async () => {
  await withFile(".csv", "id,smiles\n1,C\n2\n", async (path) => {
    await rejects(readColumn(path, "SMILES"), /has no column "SMILES", only "id", "smiles"/);
    await rejects(readColumn(path, "smiles"), /line 3 has 1 fields, the header 2/);
  });
  await withFile(".csv.gz", "no gzip", async (path) => {
    await rejects(readColumn(path, "smiles"), /Cannot read ".*\.csv\.gz"/);
  });
});
