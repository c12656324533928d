import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { type Problems, readProblems, writeProblems } from "./problems.ts";

const PROBLEMS: Problems = {
  ...{ part: "test", name: "functions", judge: "code" },
  problems: [
    { id: "functions/test/0", prompt: "Write f.", answer: "def f(): pass", tests: ["f()"] },
    { id: "functions/test/1", prompt: "Write g.", answer: "g = 1", setup: "x = 1", system: "Be." },
  ],
};

Deno.test("readProblems() reads what was written, each part from a file of its own", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeProblems(folder, PROBLEMS);
    await writeProblems(folder, { ...PROBLEMS, part: "validation", judge: "exact" });
    assertEquals(await readProblems(folder, "test"), PROBLEMS);
    assertEquals((await readProblems(folder, "validation")).judge, "exact");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readProblems() names the file and the field that is wrong", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await rejects(readProblems(folder, "test"), /Cannot read problems ".*problems\/test\.json"/);
    await Deno.mkdir(`${folder}/problems`);
    const wrong = { ...PROBLEMS, problems: [{ id: "a", prompt: "b", answer: 3 }] };
    await Deno.writeTextFile(`${folder}/problems/test.json`, JSON.stringify(wrong));
    await rejects(
      readProblems(folder, "test"),
      /test\.json": field "problems\.0\.answer": .*got 3/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
