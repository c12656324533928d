import { ok, strictEqual as assertEquals } from "node:assert/strict";
import { learningRateAt } from "./decay.ts";

const OPTIONS = { peak: 2, finalShare: 0.1, warmupSteps: 10, decayShare: 0.25 } as const;

Deno.test("learningRateAt() rises in a line to the peak and ends at its final share", () => {
  for (const decay of ["cosine", "wsd"] as const) {
    const at = (step: number) => learningRateAt(step, 110, { ...OPTIONS, decay });
    assertEquals(at(5), 1);
    assertEquals(at(10), 2);
    ok(Math.abs(at(110) - 0.2) < 1e-12);
  }
  assertEquals(learningRateAt(110, 110, { ...OPTIONS, decay: "constant" }), 2);
});

Deno.test("learningRateAt() is half way down in the middle of a cosine", () => {
  const rate = learningRateAt(60, 110, { ...OPTIONS, decay: "cosine" });
  ok(Math.abs(rate - 2 * (0.1 + 0.9 / 2)) < 1e-12);
});

Deno.test("learningRateAt() of wsd stays at the peak until the decay", () => {
  const at = (step: number) => learningRateAt(step, 110, { ...OPTIONS, decay: "wsd" });
  assertEquals(at(85), 2);
  ok(at(90) < 2);
});
