import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readCompletions } from "./completions.ts";

async function read(content: unknown) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, JSON.stringify(content));
    return await readCompletions(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readCompletions() reads completions with and without settings", async () => {
  const completions = [{ id: "MBPP/11", answers: ["x = 1"] }];
  assertEquals(await read({ completions }), { settings: {}, completions });
  assertEquals(await read({ settings: { seed: 1 }, completions }), {
    settings: { seed: 1 },
    completions,
  });
});

Deno.test("readCompletions() refuses what is none, naming the field", async () => {
  await rejects(read([]), /Cannot read completions ".*expected object/);
  await rejects(read({ completions: [{ id: 1 }] }), /field "completions\.0\.id"/);
  await rejects(read({ completions: [{ id: "a", answers: [] }] }), /"completions\.0\.answers"/);
  await rejects(read({ seed: 1, completions: [{ id: "a", answers: ["b"] }] }), /"seed"/);
});
