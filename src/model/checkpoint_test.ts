import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { randomKey } from "../random/mod.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { initialParameters } from "./parameters.ts";

const config = {
  vocab: 5,
  length: 4,
  hiddenSize: 8,
  nBlocks: 1,
  nHeads: 2,
  condDim: 4,
  numClasses: 2,
  maskId: 4,
};

Deno.test("readCheckpoint() reads what writeCheckpoint() wrote, and names what does not fit", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const parameters = initialParameters(config, randomKey(0));
    const checkpoint = { config, parameters, training: { objective: "mdm" } };
    await writeCheckpoint(folder, checkpoint);
    assertEquals(await readCheckpoint(folder), checkpoint);
    await Deno.writeTextFile(
      `${folder}/config.json`,
      JSON.stringify({ ...config, hiddenSize: 16 }),
    );
    await rejects(
      readCheckpoint(folder),
      /"vocab_embed.embedding" must be F32 \[5,16\]: got F32 \[5,8\]/,
    );
    await rejects(readCheckpoint(`${folder}/none`), /it has no config.json/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
