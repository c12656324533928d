import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readColumn } from "./read_column.ts";

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
  await withFile(
    ".csv.gz",
    new Uint8Array(await new Response(gzip).arrayBuffer()),
    async (path) => {
      assertEquals(await readColumn(path, "smiles"), ["C"]);
    },
  );
});

Deno.test("readColumn() names the columns there are and the line that is too short", async () => {
  await withFile(".csv", "id,smiles\n1,C\n2\n", async (path) => {
    await rejects(readColumn(path, "SMILES"), /has no column "SMILES", only "id", "smiles"/);
    await rejects(readColumn(path, "smiles"), /line 3 has no column "smiles"/);
  });
  await withFile(".csv.gz", "no gzip", async (path) => {
    await rejects(readColumn(path, "smiles"), /Cannot read ".*\.csv\.gz"/);
  });
});
