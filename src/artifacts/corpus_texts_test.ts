import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readTexts, writeTexts } from "./corpus_texts.ts";

Deno.test("readTexts() reads what writeTexts() wrote, line breaks and labels included", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const texts = [{ text: "one\ntwo\u2028three" }, { text: "", label: 2 }, { text: "戦場 🙂" }];
    await writeTexts(folder, "train", texts);
    await writeTexts(folder, "test", []);
    assertEquals(await readTexts(folder, "train"), texts);
    assertEquals(await readTexts(folder, "test"), []);
    await Deno.writeTextFile(`${folder}/test.jsonl`, '{"text": 3}\n');
    await rejects(
      readTexts(folder, "test"),
      /Cannot read texts ".*test.jsonl": field "text": .*: got 3/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
