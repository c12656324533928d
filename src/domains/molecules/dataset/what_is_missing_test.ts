import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { randomKey } from "../../../random/mod.ts";
import { labelMolecules } from "./labelled_molecules.ts";
import { smilesTokenizer } from "../smiles_tokenizer.ts";
import { whatIsMissing } from "./what_is_missing.ts";

function missing(holdout: number, labelQuantile: number, value = (i: number) => i): string[] {
  const molecules = Array.from(
    { length: 10 },
    (_, i) => ({ canonical: "C".repeat(i + 1), values: [value(i)] }),
  );
  const options = { holdout, labelQuantile };
  const data = labelMolecules(molecules, {
    ...{ ...options, properties: ["qed"], tokenizer: smilesTokenizer(), length: 24 },
    key: randomKey(0),
  });
  return whatIsMissing(data, options);
}

Deno.test("whatIsMissing() finds nothing where all is there", () => {
  assertEquals(missing(0.2, 0.5), []);
});

Deno.test("whatIsMissing() says that nothing is held out, and from which holdout on something is", () => {
  for (const holdout of [0, 0.04]) {
    const [line, ...rest] = missing(holdout, 0.5);
    match(line!, /^no molecule is held out: a holdout of .* of 10 is none.* set holdout to 0\.1/);
    assertEquals(rest, []);
  }
});

Deno.test("whatIsMissing() names a label without members", () => {
  const [all, ...rest] = missing(0.2, 1);
  match(
    all!,
    /^label 1 of qed has no member .* above 9, the 1 quantile of all; set labelQuantile lower/,
  );
  assertEquals(rest, []);
  match(missing(0.2, 0.9, () => 7)[0]!, /^label 1 of qed has no member .* above 7/);
});
