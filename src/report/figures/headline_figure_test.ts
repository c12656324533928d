import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { headlineFigure, type HeadlineRow } from "./headline_figure.ts";

function row(sampler: string, T: number, gamma = 2, [S, omega] = [0, 0]): HeadlineRow {
  const method = S === 0 ? sampler.toUpperCase() : `ProSeCo (${S}, ${omega})`;
  return {
    ...{ property: "ring_count", sampler, method, S, omega, T, gamma, nfe: 2 * T + 2 * S * T },
    novelPer1024: { mean: 10 * T, se: 5 },
    figures: { valid: { mean: 0.25, se: null } },
  };
}

const BOTH = [8, 16].flatMap((T) => [row("mdm", T), row("proseco", T, 2, [2, 2])]);

/** What points tell under the pointer, without their values. */
const settings = (svg: string | null) =>
  [...svg!.matchAll(/<title>([^\n]*)\n/g)].map(([, setting]) => setting).sort();

Deno.test("the figure has a point for each cost of MDM and of ProSeCo's first corrector, in two panels", () => {
  const svg = headlineFigure([
    ...BOTH,
    ...[8, 16].flatMap((T) => [row("ar", T), row("proseco", T, 2, [4, 4])]),
    ...BOTH.map((one) => ({ ...one, gamma: 1 })),
    ...BOTH.map((one) => ({ ...one, gamma: 5 })),
  ], "Some data.");
  const once = ["MDM · T = 16 · γ = 2", "MDM · T = 8 · γ = 2"];
  const ours = ["ProSeCo (2, 2) · T = 16 · γ = 2", "ProSeCo (2, 2) · T = 8 · γ = 2"];
  deepStrictEqual(settings(svg), [...once, ...ours].flatMap((one) => [one, one]).sort());
  match(svg!, /guided to a high ring count, γ = 2<.*Some data\./s);
  match(svg!, /Valid molecules: 25\.0 % of those drawn\n16 evaluations/);
  match(svg!, /Novel molecules: 80 ± 5 of 1,024 drawn/);
  strictEqual(svg!.includes("NaN"), false);
});

Deno.test("at the width of a README nothing of the figure is smaller than eleven pixels", () => {
  const svg = headlineFigure(BOTH, "Some data.")!;
  match(svg, /^<svg [^>]*width="830"/);
  const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
  // Plot sets a size for a whole panel, which no text of it keeps.
  const kept = sizes.filter((size) => size !== 10);
  ok(kept.length > 10 && Math.min(...kept) >= 11, String(kept));
});

Deno.test("the figure takes the colours of a light or a dark page, and all that it names are there", () => {
  const svg = headlineFigure(BOTH, "")!;
  const declared = new Set([...svg.matchAll(/--([\w-]+): light-dark/g)].map(([, name]) => name));
  const used = [...svg.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name);
  ok(used.length > 0 && used.every((name) => declared.has(name)));
});

Deno.test("there is no figure where one of the two ran at a single cost", () => {
  strictEqual(headlineFigure(BOTH.slice(0, 3), ""), null);
  strictEqual(headlineFigure(BOTH.filter(({ sampler }) => sampler === "mdm"), ""), null);
  strictEqual(headlineFigure([], ""), null);
});
