import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";
import { drawSamples, settingsOf } from "../drawing/draw_samples.ts";
import { samplerNamed, SAMPLERS } from "./samplers.ts";

const ROWS = 64, T = 6;

const NEEDED = { corrector: { S: 2, omega: 2 }, remasking: { strength: "cap", eta: 0.3 } };

/** A network that any sampler of its direction can draw from. */
function denoiserFor(causal: boolean): Denoiser {
  const denoiser = tabularDenoiser(randomKey(3), { length: 5, causal });
  return {
    ...denoiser,
    ...{ causal, judges: true },
    async evaluate(tokens, labels, rows) {
      const { logits } = await denoiser.evaluate(tokens, labels, rows);
      return { logits, quality: Float32Array.from(tokens, (token) => token / 2) };
    },
  };
}

for (const { name, shows } of SAMPLERS) {
  Deno.test(`${name} takes the steps that it says and no more evaluations than it expects`, async () => {
    const sampler = samplerNamed(name), denoiser = denoiserFor(shows === "prefix");
    const settings = { T, ...NEEDED }, own = settingsOf(sampler, settings);
    let last = -1;
    const { tokens, evaluations } = await drawSamples(denoiser, {
      ...{ sampler, settings, key: randomKey(4), bosId: 0, eosId: 1, padId: 2 },
      labels: sameLabel(ROWS, 1),
      observe: ({ step }) => last = step,
    });
    ok(!tokens.includes(denoiser.maskId));
    assertEquals(last + 1, sampler.steps(own, denoiser.length));
    // Equal rows of so small a network share evaluations.
    const expected = sampler.evaluations(own, denoiser.length);
    ok(evaluations <= expected && evaluations > 0, `${evaluations} of ${expected}`);
  });
}

Deno.test("samplerNamed() says which samplers there are", () => {
  throws(() => samplerNamed("mdlm"), /^RangeError: Cannot sample with "mdlm": .* ar, mdm, /);
});

Deno.test("a corrector is expected to be asked as often as it fires, whenever it starts", () => {
  const proseco = samplerNamed("proseco"), mdm = samplerNamed("mdm");
  const expected = (T: number, corrector: Readonly<Record<string, number>>) =>
    proseco.evaluations(settingsOf(proseco, { T, corrector }), 8) -
    mdm.evaluations(settingsOf(mdm, { T }), 8);
  assertEquals(expected(3, { S: 2, omega: 4 }), 0);
  assertEquals(expected(8, { S: 2, omega: 4 }), 2 * expected(4, { S: 2, omega: 4 }));
  assertEquals(expected(8, { S: 2, omega: 4, start: 5 }), expected(4, { S: 2, omega: 4 }));
});
