import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { maxError, readGolden } from "../../tests/golden_fixture.ts";
import { atLength } from "./architectures.ts";
import { createDenoiser } from "./denoiser.ts";

const SIZES = { vocab: 8, length: 6, numClasses: 0, maskId: 7 };

Deno.test("atLength() warns of sequences longer than those trained on, and of no others", () => {
  assertEquals(atLength(SIZES, 6), { config: SIZES });
  assertEquals(atLength(SIZES, 4), { config: { ...SIZES, length: 4 } });
  const { config, warning } = atLength({ ...SIZES, architecture: "llada" }, 9);
  assertEquals([config.length, config.architecture], [9, "llada"]);
  ok(/9 positions, more than the 6 of the checkpoint/.test(warning!));
});

Deno.test("atLength() refuses another length of a network that has learned its positions", () => {
  const learned = { ...SIZES, architecture: "gpt2" };
  assertEquals(atLength(learned, 6), { config: learned });
  throws(
    () => atLength(learned, 5),
    /^RangeError: Cannot take sequences of 5 positions: .* "gpt2" knows only the 6 /,
  );
});

Deno.test("a network of relative positions makes of a shorter sequence what it makes of the end of a longer one", async () => {
  const { config, parameters, integers } = await readGolden();
  const { length, vocab } = config, short = 10, start = length - short;
  const tokens = integers("x0").slice(0, length), labels = integers("cond").slice(0, 1);
  const whole = createDenoiser(parameters, config);
  const part = createDenoiser(parameters, atLength(config, short).config);
  const seen = new Int32Array(length).fill(1, start);
  const expected = (await whole.evaluate(tokens, labels, 1, seen)).logits.slice(start * vocab);
  const { logits } = await part.evaluate(tokens.slice(start), labels, 1);
  ok(maxError(logits, expected) < 1e-4, `${maxError(logits, expected)}`);
  await Promise.all([whole.release(), part.release()]);
});
