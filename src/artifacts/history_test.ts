import assert from "node:assert/strict";
import { readHistory } from "./history.ts";

async function read(text: string) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await readHistory(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readHistory keeps the last entry of a step that was trained twice", async () => {
  const entries = await read(
    '{"step":10,"loss":3}\n{"step":20,"loss":2}\n{"step":20,"loss":2.5}\n{"step":30,"loss":1}\n',
  );
  assert.deepEqual(entries.map(({ step, loss }) => [step, loss]), [[10, 3], [20, 2.5], [30, 1]]);
});

Deno.test("readHistory leaves out a last line that is cut short", async () => {
  assert.equal((await read('{"step":10,"loss":3}\n{"step":20,"lo')).length, 1);
});

Deno.test("readHistory names the line that is no entry", async () => {
  await assert.rejects(read('{"step":10,"loss":3}\n{"steps":20}\n'), /line 2 is no entry/);
});
