/** What holds of the SMILES reader and the tokenizer whatever they are given. */
import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { prepareDescribe } from "./properties/properties.ts";
import { PROPERTIES } from "./properties/property_names.ts";
import { randomGraph } from "./enumeration/random_graph.ts";
import { canonicalSmiles } from "./rdkit/canonical_smiles.ts";
import { loadRdkit } from "./rdkit/rdkit.ts";
import { murckoScaffold } from "./scaffold.ts";
import { QM9_TOKENS, smilesTokenizer } from "./smiles_tokenizer.ts";
import { writeSmiles } from "./rdkit/write_smiles.ts";

const rdkit = await loadRdkit();
const tokenizer = smilesTokenizer();

const molecules = fc.nat().map((seed) =>
  writeSmiles(randomGraph(new RandomStream(randomKey(seed))))
);
const tokenSoup = fc.array(
  fc.constantFrom(...QM9_TOKENS, ...[
    "S",
    "Cl",
    "Br",
    "[Si]",
    "/",
    "\\",
    "@",
    "%10",
    ".",
    "*",
    "~",
  ]),
).map((tokens) => tokens.join(""));
/** A molecule with one character changed, left out or put in, as samplers get them wrong. */
const perturbed = fc.tuple(molecules, fc.nat(), fc.nat(1), fc.constantFrom(...QM9_TOKENS, ""))
  .map(([smiles, at, removed, token]) => {
    const start = at % smiles.length;
    return smiles.slice(0, start) + token + smiles.slice(start + removed);
  });
const strings = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  tokenSoup,
  perturbed,
  molecules,
);

Deno.test("a string is no molecule, or one whose canonical form is its own", () => {
  fc.assert(
    fc.property(strings, (smiles) => {
      const canonical = canonicalSmiles(rdkit, smiles);
      if (canonical !== null) assertEquals(canonicalSmiles(rdkit, canonical), canonical, smiles);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a canonical form does not hang on what was read before", () => {
  fc.assert(fc.property(fc.array(strings), molecules, (before, smiles) => {
    const canonical = canonicalSmiles(rdkit, smiles);
    ok(canonical !== null, smiles);
    for (const other of before) canonicalSmiles(rdkit, other);
    assertEquals(canonicalSmiles(rdkit, smiles), canonical);
  }));
});

Deno.test("every property of every molecule is a number, and every molecule has a scaffold", async () => {
  const describe = await prepareDescribe(rdkit, { properties: PROPERTIES });
  fc.assert(
    fc.property(strings, (smiles) => {
      const description = describe(smiles), scaffold = murckoScaffold(rdkit, smiles);
      assertEquals(scaffold === null, description === null);
      for (const [i, value] of description?.values.entries() ?? []) {
        ok(Number.isFinite(value), `${PROPERTIES[i]} of ${smiles} is ${value}`);
      }
      if (scaffold) assertEquals(murckoScaffold(rdkit, scaffold), scaffold, smiles);
    }),
    { numRuns: 500 },
  );
});

Deno.test("what the tokenizer writes it reads back, whatever the string", () => {
  fc.assert(
    fc.property(strings, fc.integer({ min: 2, max: 40 }), (smiles, length) => {
      const ids = tokenizer.encode(smiles, length);
      if (ids === null) return;
      assertEquals(ids.length, length);
      assertEquals(tokenizer.decode(ids), smiles);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("whatever ids a sampler draws, the tokenizer makes a string of them", () => {
  const ids = fc.array(fc.nat(tokenizer.tokens.length - 1), { maxLength: 24 });
  fc.assert(fc.property(ids, (ids) => {
    const text = tokenizer.decode(ids);
    // A special token within the string is written out, so no molecule comes of it.
    if (text.includes("<")) assertEquals(canonicalSmiles(rdkit, text), null, text);
    else assertEquals(tokenizer.decode(tokenizer.encode(text, 40)!), text);
  }));
});
