import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual,
  ok,
  rejects,
  throws,
} from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";
import { drawSamples, type DrawSamplesOptions, settingsOf } from "../drawing/draw_samples.ts";
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

const IDS = { bosId: 0, eosId: 1, padId: 2 };

/** Prompts of two tokens, every other one of a single token that is filled up on the left. */
function promptsFor({ length, maskId }: Denoiser, rows: number) {
  const prompt = new Int32Array(rows * length).fill(maskId);
  const seen = new Int32Array(rows * length).fill(1);
  for (let row = 0; row < rows; row++) {
    prompt.set([row % 2 === 0 ? 2 : row % 3, row % maskId], row * length);
    seen[row * length] = row % 2;
  }
  return { prompt, seen };
}

for (const sampler of SAMPLERS.map(({ name }) => samplerNamed(name))) {
  const { name, shows, prompt: use = "refused" } = sampler;
  for (const isPrompted of [false, true]) {
    const denoiser = denoiserFor(shows === "prefix"), { length, maskId } = denoiser;
    const given = isPrompted ? promptsFor(denoiser, ROWS) : {},
      words = isPrompted ? "with" : "without";
    const draw = (options: Partial<DrawSamplesOptions> = {}) =>
      drawSamples(denoiser, {
        ...{ sampler, settings: { T, ...NEEDED }, key: randomKey(4), ...IDS },
        ...{ labels: sameLabel(ROWS, 1), ...given, ...options },
      });
    if (use === (isPrompted ? "refused" : "needed")) {
      Deno.test(`${name} refuses to draw ${words} a prompt and says what does`, async () => {
        await rejects(
          draw(),
          /^RangeError: Cannot sample with "\w+": it .* prompt.*: sample with "ar", "mdm", /,
        );
      });
      continue;
    }

    Deno.test(`${name} ${words} a prompt takes the steps that it says and no more evaluations than it expects`, async () => {
      const own = settingsOf(sampler, { T, ...NEEDED }), prompted = isPrompted ? 2 : 0;
      let last = -1;
      const { tokens, evaluations } = await draw({ observe: ({ step }) => last = step });
      ok(!tokens.includes(maskId));
      assertEquals(last + 1, sampler.steps(own, length, prompted));
      // Equal rows of so small a network share evaluations.
      const expected = sampler.evaluations(own, length, prompted);
      ok(evaluations <= expected && evaluations > 0, `${evaluations} of ${expected}`);
    });

    if (!isPrompted) continue;
    Deno.test(`${name} keeps prompts, and makes of each and its evaluations what it makes of it alone`, async () => {
      const { prompt, seen } = promptsFor(denoiser, ROWS);
      const { tokens, rowEvaluations } = await draw();
      for (let i = 0; i < prompt.length; i++) {
        if (prompt[i] !== maskId) assertEquals(tokens[i], prompt[i]);
      }
      for (const row of [0, 1, 7, ROWS - 1]) {
        const own = [row * length, (row + 1) * length] as const;
        const alone = await draw({
          ...{ firstRow: row, labels: sameLabel(1, 1) },
          ...{ prompt: prompt.slice(...own), seen: seen.slice(...own) },
        });
        assertEquals(alone.tokens, tokens.slice(...own));
        assertEquals(alone.rowEvaluations, rowEvaluations?.slice(row, row + 1));
        assertEquals(alone.rowEvaluations, Int32Array.of(alone.evaluations));
      }
    });
  }
}

Deno.test("samplers at temperature 0 draw the most probable tokens, whatever the seed", async () => {
  const denoiser = denoiserFor(true), sampler = samplerNamed("ar");
  const draw = async (seed: number, temperature: number) =>
    (await drawSamples(denoiser, {
      ...{ sampler, settings: { temperature }, key: randomKey(seed), ...IDS },
      labels: sameLabel(8, 1),
    })).tokens;
  assertEquals(await draw(1, 0), await draw(2, 0));
  notDeepStrictEqual(await draw(1, 1), await draw(2, 1));
});

Deno.test("samplerNamed() says which samplers there are", () => {
  throws(() => samplerNamed("mdlm"), /^RangeError: Cannot sample with "mdlm": .* ar, mdm, /);
});

Deno.test("a corrector is expected to be asked as often as it fires, whenever it starts", () => {
  const proseco = samplerNamed("proseco"), mdm = samplerNamed("mdm");
  const expected = (T: number, corrector: Readonly<Record<string, number>>) =>
    proseco.evaluations(settingsOf(proseco, { T, corrector }), 8, 0) -
    mdm.evaluations(settingsOf(mdm, { T }), 8, 0);
  assertEquals(expected(3, { S: 2, omega: 4 }), 0);
  assertEquals(expected(8, { S: 2, omega: 4 }), 2 * expected(4, { S: 2, omega: 4 }));
  assertEquals(expected(8, { S: 2, omega: 4, start: 5 }), expected(4, { S: 2, omega: 4 }));
});
