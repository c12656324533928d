import { strictEqual } from "node:assert/strict";
import { describeLeftOut, shareLeftOut } from "./left_out.ts";

const counts = {
  ...{ molecules: 813, train: 800, test: 13 },
  ...{ rows: 5000, invalid: 3, repeated: 0, untokenised: 4184 },
};

Deno.test("describeLeftOut() says how many rows are missing, why, and which tokens", () => {
  const unknownTokens = Object.fromEntries(
    ["[C@H]", "[C@@H]", "S", "Cl", "Br", "s", "/", "\\", "I", "P"].map((
      token,
      i,
    ) => [token, 3000 - i]),
  );
  const meta = { counts, length: 24, leftOut: { tooLong: 184, unknownTokens, withoutValue: 0 } };
  strictEqual(
    describeLeftOut(meta),
    "4,187 of 5,000 rows are left out (84%): RDKit cannot read 3; 4,000 have tokens that the " +
      "vocabulary lacks ([C@H] in 3,000, [C@@H] in 2,999, S in 2,998, Cl in 2,997, Br in 2,996, " +
      "s in 2,995, / in 2,994, \\ in 2,993 and 2 tokens more); 184 have more than 22 tokens",
  );
  strictEqual(shareLeftOut(meta), 4187 / 5000);
});

Deno.test("describeLeftOut() is silent where nothing is missing", () => {
  const whole = { counts: { ...counts, invalid: 0, untokenised: 0 }, length: 24 };
  strictEqual(describeLeftOut(whole), undefined);
  strictEqual(shareLeftOut(whole), 0);
});
