import { throws } from "node:assert/strict";
import { checkTrainedFor } from "./trained_for.ts";

Deno.test("checkTrainedFor() refuses to show masks to a network of random tokens, and the reverse", () => {
  throws(() => checkTrainedFor("mdm", { objective: "udlm" }), /sample it with "udlm"/);
  throws(() => checkTrainedFor("udlm", { objective: "proseco" }), /trained as "proseco", on masks/);
});

Deno.test("checkTrainedFor() takes every sampler of masks, and what is known of no training", () => {
  checkTrainedFor("proseco", { objective: "mdm" });
  checkTrainedFor("udlm", { objective: "udlm" });
  checkTrainedFor("udlm", {});
});

Deno.test("checkTrainedFor() leaves those that go from left to right to the check of directions", () => {
  checkTrainedFor("udlm", { objective: "ar" });
  checkTrainedFor("ar", { objective: "udlm" });
});
