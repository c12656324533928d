import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { newConfig } from "../new_config.ts";
import { parseConfig } from "../parse_config.ts";

const SIZES = { architecture: "llada", hiddenSize: 16, nBlocks: 1, nHeads: 4, nKeyHeads: 2 };
const FACTS = { vocab: 7, length: 6, numClasses: 0, maskId: 3 };

Deno.test("a new network of LLaDA's shape has the sizes that are given, and is read back", () => {
  const config = newConfig({ ...SIZES, mlpSize: 24 }, FACTS);
  assertEquals(parseConfig(JSON.stringify(config), "c.json"), { config });
});

Deno.test("newConfig() refuses sizes of LLaDA's shape that are missing or contradict each other", () => {
  const refuse = (sizes: object, message: RegExp, facts = FACTS) =>
    throws(() => newConfig({ ...SIZES, mlpSize: 24, ...sizes }, facts), message);
  refuse({ mlpSize: undefined }, /give its mlpSize, or a checkpoint/);
  refuse({ hiddenSize: 12 }, /hiddenSize \(12\) must be a multiple of 2 · nHeads \(8\)/);
  refuse({ nKeyHeads: 3 }, /nHeads \(4\) must be a multiple of nKeyHeads \(3\)/);
  refuse({}, /numClasses \(2\) must be 0, since the network sees no labels/, {
    ...FACTS,
    numClasses: 2,
  });
});
