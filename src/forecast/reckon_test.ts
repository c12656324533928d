import { ok, strictEqual } from "node:assert/strict";
import type { Outlook } from "../pipeline/plan/forecast.ts";
import { networkOf, passOperations } from "./network.ts";
import { reckon } from "./reckon.ts";

const data: Outlook = { kind: "data/qm9", params: { length: 24, source: "auto" }, sources: {} };

const base: Outlook = {
  kind: "train/mdm",
  params: { hiddenSize: 128, nBlocks: 4, steps: 100, batchSize: 128 },
  sources: { dataset: [data] },
};

const tuned: Outlook = {
  kind: "train/proseco",
  params: { steps: 100, batchSize: 128 },
  sources: { dataset: [data], checkpoint: [base] },
};

Deno.test("networkOf() takes the sizes of a network from what wrote its checkpoint", () => {
  strictEqual(networkOf(tuned)?.hiddenSize, 128);
  strictEqual(networkOf(tuned)?.length, 24);
  strictEqual(networkOf({ ...tuned, sources: { dataset: [data] } }), undefined);
});

Deno.test("passOperations() counts the products of a pass", () => {
  // One block of width 2 on one position: 12 · 4 weights, 2 · 2 of attention, a vocabulary of 3.
  strictEqual(
    passOperations({ length: 1, vocab: 3, hiddenSize: 2, nBlocks: 1 }),
    2 * (48 + 4 + 6),
  );
});

Deno.test("reckon() expects twice the work of steps with a corrector and of guided samples", async () => {
  // Without the seconds of starting, which are the same.
  const work = async (outlook: Outlook) => (await reckon(outlook))! - 2;
  const close = (a: number, b: number) => ok(Math.abs(a / b - 1) < 1e-6, `${a} ${b}`);
  close(await work(tuned), 2 * await work(base));
  const samples: Outlook = {
    kind: "sample/grid",
    params: {
      ...{ sampler: "mdm", S: 0, omega: 1, count: 64, properties: ["qed"], seeds: [1, 2] },
      ...{ steps: [16], gammas: [1] },
    },
    sources: { dataset: [data], checkpoint: [base] },
  };
  const guided = { ...samples, params: { ...samples.params, gammas: [2] } };
  close(await work(guided), 2 * await work(samples));
  const corrected = { ...samples, params: { ...samples.params, sampler: "proseco", S: 2 } };
  ok(await work(corrected) > 2 * await work(samples));
});

Deno.test("reckon() knows nothing of tasks that train and sample nothing", async () => {
  const bound = { kind: "eval/bound", params: { batchSize: 128 }, sources: { checkpoint: [base] } };
  strictEqual(await reckon(bound), undefined);
  strictEqual(await reckon({ kind: "words/count", params: {}, sources: {} }), undefined);
});
