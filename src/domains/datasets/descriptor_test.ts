import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readDescriptor } from "./descriptor.ts";

Deno.test("readDescriptor() reads the descriptor of QM9", async () => {
  const descriptor = await readDescriptor(new URL("../../../data/qm9.json", import.meta.url));
  assertEquals(descriptor.name, "qm9");
  assertEquals(descriptor.column, "smiles");
});

Deno.test("readDescriptor() says which field is wrong", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(path, '{"name": "QM 9"}');
  await rejects(readDescriptor(path), /Cannot read the data-set descriptor ".*": .*→ at name/s);
  await Deno.remove(path);
  await rejects(readDescriptor(path), /Cannot read the data-set descriptor/);
});
