import { deepStrictEqual as assertEquals, match, ok } from "node:assert/strict";
import { writeCheckpoint } from "../src/model/checkpoint.ts";
import { readGolden } from "./golden_fixture.ts";

const COMMAND = new URL("../src/commands/export.ts", import.meta.url).pathname;

async function exportTo(checkpoint: string, file: string) {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-all", COMMAND, checkpoint, "--to", file],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("deno task export puts a whole file in its place or leaves all as it was", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeCheckpoint(`${folder}/checkpoint`, await readGolden());
    await Deno.mkdir(`${folder}/to/taken`, { recursive: true });
    await Deno.writeTextFile(`${folder}/to/model.onnx`, "old");
    assertEquals(await exportTo(`${folder}/checkpoint`, `${folder}/to/model.onnx`), {
      code: 0,
      stderr: "",
    });
    ok((await Deno.stat(`${folder}/to/model.onnx`)).size > 1e5);
    const { code, stderr } = await exportTo(`${folder}/checkpoint`, `${folder}/to/taken`);
    assertEquals(code, 2);
    match(stderr, /^.*taken/);
    assertEquals(namesIn(`${folder}/to`), ["model.onnx", "taken"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
