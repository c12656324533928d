import assert from "node:assert/strict";
import { trainingFacts } from "../../training/log/training_facts.ts";
import type { HeldOutBound } from "../../artifacts/bound.ts";
import { boundSection } from "./bound_section.ts";

const BOUND: HeldOutBound = {
  ...{ perSequence: { mean: 20, se: 0.25 }, perPosition: 0.8, perToken: 0.9 },
  ...{ perplexity: 2.5, sequences: 1000 },
  ...{ properties: ["qed"], parameters: 1_040_000, length: 25 },
  training: trainingFacts({ name: "mdm" }, {
    steps: 500,
    batchSize: 64,
    properties: [{ name: "qed", labels: 2 }],
  }),
};

Deno.test("The literature's perplexity stands beside the size and training of what ran, as no baseline", () => {
  const { body } = boundSection([BOUND])[0]!;
  assert.match(body.markup, /<td>1,040,000<\/td>\s*<td>32,000<\/td>\s*<td>2\.12<\/td>/);
  assert.match(body.markup, /92 million parameters; .*here 25 positions.* is no baseline/);
});

Deno.test("A network that says nothing of its training has no count of sequences", () => {
  const { body } = boundSection([{ ...BOUND, training: { objective: "mdm" } }])[0]!;
  assert.match(body.markup, /<td>1,040,000<\/td>\s*<td>–<\/td>/);
});
