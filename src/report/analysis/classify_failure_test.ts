import assert from "node:assert/strict";
import { classifyFailure } from "./classify_failure.ts";

Deno.test("classifyFailure sorts by what RDKit says, without its clock", () => {
  const cases: [string, string, string, string][] = [
    ["", "", "empty", "no token before the end"],
    [
      "C1CC",
      "[03:47:43] SMILES Parse Error: unclosed ring for input: 'C1CC'\n",
      "unclosed ring",
      "a ring is opened and never closed",
    ],
    [
      "C=O=C",
      "[03:47:43] Explicit valence for atom # 1 O, 4, is greater than permitted\n",
      "valence",
      "O with 4 bonds",
    ],
    [
      "[c-]1cc1",
      "[03:47:43] Can't kekulize mol.  Unkekulized atoms: 0 1 2\n",
      "aromaticity",
      "no alternating bonds fit the aromatic atoms",
    ],
    [
      "C11",
      "[03:47:43] SMILES Parse Error: duplicated ring closure 1 bonds atom 0 to itself\n",
      "impossible ring",
      "ring 1 joins atoms that are one or joined already",
    ],
    ["C", "[03:47:43] something else\n", "other", "something else"],
  ];
  for (const [smiles, message, kind, detail] of cases) {
    assert.deepEqual(classifyFailure(smiles, message), { smiles, kind, detail });
  }
});

Deno.test("classifyFailure names a special token that stands within the string", () => {
  assert.deepEqual(classifyFailure("C<bos>C", "[03:47:43] SMILES Parse Error: syntax error"), {
    smiles: "C<bos>C",
    kind: "stray token",
    detail: "<bos> within the string",
    position: 1,
  });
});

Deno.test("classifyFailure takes RDKit's word that an empty branch is no grammar, not an open one", () => {
  const message = "[00:54:35] SMILES Parse Error: syntax error while parsing: C()C\n" +
    "[00:54:35] SMILES Parse Error: check for mistakes around position 3:\n";
  const { kind, position } = classifyFailure("C()C", message);
  assert.deepEqual({ kind, position }, { kind: "grammar", position: 2 });
});

Deno.test("classifyFailure tells where the parser gave up", () => {
  const message = "[03:47:43] SMILES Parse Error: syntax error while parsing: C--C\n" +
    "[03:47:43] SMILES Parse Error: check for mistakes around position 3:\n";
  const { kind, position } = classifyFailure("C--C", message);
  assert.equal(kind, "grammar");
  assert.equal(position, 2);
});
