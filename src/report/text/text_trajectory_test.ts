import { deepStrictEqual as assertEquals, match, ok } from "node:assert/strict";
import type { TextSamples } from "../../artifacts/samples.ts";
import { chosenTexts, textTrajectorySection } from "./text_trajectory.ts";

function samples(sampler: string, T: number, property?: string): TextSamples {
  return {
    settings: { sampler, T, gamma: 1, seed: 1, count: 1, ...(property && { property }) },
    ...{ nfe: T, evaluations: T, entropy: 1, entropies: [1], texts: ["a b"] },
    trajectory: [
      { step: 0, phase: "unmask", sequences: [["a", "<mask>"]] },
      { step: 1, phase: "unmask", sequences: [["a", " b"]] },
    ],
  };
}

Deno.test("of each method that text is shown whose steps are most readable, unguided if there is one", () => {
  const given = [samples("mdm", 64), samples("mdm", 8, "era"), samples("mdm", 16)];
  assertEquals(chosenTexts(given), [given[2]]);
  assertEquals(chosenTexts([given[1]!]), [given[1]]);
});

Deno.test("a page shows the steps of a text, those of further methods folded away", () => {
  const [section] = textTrajectorySection([samples("ar", 2), samples("mdm", 2)]);
  const { markup } = section!.body;
  match(markup, /step 2: 1 unmasked/);
  ok(markup.indexOf("MDM, T = 2") < markup.indexOf("The other methods (1)"));
  assertEquals(textTrajectorySection([{ ...samples("mdm", 2), trajectory: [] }]), []);
});
