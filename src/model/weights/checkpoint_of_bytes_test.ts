import { deepStrictEqual, rejects } from "node:assert/strict";
import { readCheckpoint, writeCheckpoint } from "../checkpoint.ts";
import { type CheckpointBytes, checkpointOfBytes } from "./checkpoint_of_bytes.ts";
import { newConfig } from "../new_config.ts";
import { initialParameters } from "../parameters.ts";
import { randomKey } from "../../random/mod.ts";

Deno.test("checkpointOfBytes() makes of the files what readCheckpoint() makes of their folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const facts = { vocab: 5, length: 6, numClasses: 0, maskId: 4 };
    const config = newConfig({ hiddenSize: 16, condDim: 8, nBlocks: 1, nHeads: 2 }, facts);
    const parameters = initialParameters(config, randomKey(3));
    const vocabulary = {
      tokens: [..."abcde"],
      ...{ bosId: 0, eosId: 1, padId: 2, maskId: 4, tokenizer: "characters" },
    };
    const training = { objective: "mdm" };
    await writeCheckpoint(folder, { config, parameters, training, vocabulary }, { dtype: "F16" });
    const bytes: CheckpointBytes = {
      config: await Deno.readTextFile(`${folder}/config.json`),
      weights: await Deno.readFile(`${folder}/model.safetensors`),
      tokens: await Deno.readTextFile(`${folder}/tokens.json`),
    };
    deepStrictEqual(await checkpointOfBytes(bytes), await readCheckpoint(folder));
    const { tokens: _, ...others } = bytes,
      { vocabulary: __, ...rest } = await readCheckpoint(folder);
    deepStrictEqual(await checkpointOfBytes(others), rest);

    const refused = (changed: Partial<CheckpointBytes>, message: RegExp) =>
      rejects(checkpointOfBytes({ ...bytes, name: "mine", ...changed }), message);
    await refused({ weights: bytes.weights.slice(0, -1) }, /safetensors.*is it cut short\?/);
    await refused({ config: bytes.config.replace("16", "32") }, /Cannot read checkpoint "mine": "/);
    const fewer = JSON.stringify({ ...vocabulary, tokens: [..."abcdef"] });
    await refused({ tokens: fewer }, /"mine": it has 5 tokens, its tokens\.json 6/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
