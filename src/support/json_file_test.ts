import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import { z } from "zod";
import { parseJson, readJson, writeJson } from "./json_file.ts";
import { UserError } from "./user_error.ts";

const schema = z.object({ settings: z.object({ T: z.number() }) });

Deno.test("parseJson() names the file, the field and its value", () => {
  const parse = (text: string) => () =>
    parseJson(text, { path: "a.json", schema, what: "samples" });
  assertEquals(parse('{"settings":{"T":8}}')(), { settings: { T: 8 } });
  for (
    const [text, message] of [
      [
        '{"settings":{"T":"eight"}}',
        /^Cannot read samples "a\.json": field "settings\.T": .*"eight"$/,
      ],
      ['{"settings":{}}', /field "settings\.T": .*: got nothing$/],
      ["[1]", /"a\.json": Invalid input.*: got \[1\]$/],
      [`{"settings":"${"x".repeat(99)}"}`, /: got "x{59}…$/],
      ["{", /"a\.json": .*JSON/],
    ] as const
  ) {
    throws(parse(text), (error) => error instanceof UserError && message.test(error.message));
  }
});

Deno.test("readJson() reads what writeJson() wrote, and says where there is nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeJson(`${folder}/a.json`, { settings: { T: 8 } }, { indent: 1 });
    assertEquals(await readJson(`${folder}/a.json`, schema, "samples"), { settings: { T: 8 } });
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    await rejects(
      readJson(`${folder}/b.json`, schema, "samples"),
      /Cannot read samples ".*b\.json"/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
