import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { stayMaskedChance } from "./posterior.ts";
import {
  checkRemasking,
  confidenceShares,
  type RemaskingOptions,
  remaskingTransition,
} from "./remasking.ts";

const plain = (t: number, s: number) => ({ alphaT: 1 - t, alphaS: 1 - s });

Deno.test("remaskingTransition() bounds sigma so that no chance is negative", () => {
  for (const strength of ["cap", "rescale"] as const) {
    for (const [t, s] of [[1, 0.75], [0.5, 0.25], [0.125, 0.0625]]) {
      const transition = remaskingTransition({ strength, eta: 1 }, t!, s!, plain(t!, s!));
      const { alphaT, alphaS, sigma = 0 } = transition;
      assertEquals(sigma, alphaT === 0 ? 1 : Math.min(1, (1 - alphaS) / alphaT));
      ok(1 - alphaS - sigma * alphaT >= -1e-12);
    }
  }
});

Deno.test("remaskingTransition() keeps the share of clean tokens that the schedule asks for", () => {
  const t = 0.5, s = 0.375;
  for (const strength of ["cap", "rescale"] as const) {
    const transition = remaskingTransition({ strength, eta: 0.3 }, t, s, plain(t, s));
    const { alphaT, alphaS, sigma = 0 } = transition;
    const clean = alphaT * (1 - sigma) + (1 - alphaT) * (1 - stayMaskedChance(transition));
    ok(sigma > 0 && Math.abs(clean - alphaS) < 1e-12);
  }
});

Deno.test("remaskingTransition() in a loop holds the share of clean tokens between its ends", () => {
  const options: RemaskingOptions = {
    ...{ strength: "cap", eta: 0.02 },
    window: { kind: "loop", tOn: 0.5, tOff: 0.25, alphaOn: 0.9 },
  };
  const at = (t: number, s: number) => remaskingTransition(options, t, s, plain(t, s));
  assertEquals(at(1, 0.75), { alphaT: 0, alphaS: 0.45 });
  assertEquals(at(0.5, 0.375), { alphaT: 0.9, alphaS: 0.9, sigma: 0.02 });
  assertEquals(at(0.25, 0.125), { alphaT: 0.9, alphaS: 0.95 });
  assertEquals(at(0.125, 0), plain(0.125, 0));
});

Deno.test("confidenceShares() gives the least probable tokens the largest share, masks none", () => {
  const shares = confidenceShares(Float64Array.of(0.9, Infinity, 0.1), 0.5);
  assertEquals(shares[1], 0);
  ok(Math.abs(shares[0]! + shares[2]! - 0.5) < 1e-12);
  ok(Math.abs(shares[2]! / shares[0]! - Math.exp(0.8)) < 1e-12);
  assertEquals([...confidenceShares(Float64Array.of(Infinity, Infinity), 0.5)], [0, 0]);
});

Deno.test("checkRemasking() refuses options out of range", () => {
  const loop = { kind: "loop", tOn: 0.2, tOff: 0.5, alphaOn: 0.9 } as const;
  throws(() => checkRemasking({ strength: "cap", eta: -1 }), /eta must be in \[0, 1\]: got -1/);
  throws(() => checkRemasking({ strength: "cap", eta: 0, window: loop }), /a loop needs .*0\.2/);
  throws(
    () => checkRemasking({ strength: "cap", eta: 0, window: { kind: "switch", tSwitch: 2 } }),
    /tSwitch must be in \[0, 1\]: got 2/,
  );
});
