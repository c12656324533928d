import { throws } from "node:assert/strict";
import { checkShown } from "./check_shown.ts";
import { samplerNamed } from "../samplers/samplers.ts";

Deno.test("checkShown() refuses to show masks to a network of random tokens, and the reverse", () => {
  throws(
    () => checkShown(samplerNamed("mdm"), { objective: "udlm" }),
    /"mdm": it shows masks, .* trained as "udlm", on random tokens: sample it with "udlm"$/,
  );
  throws(
    () => checkShown(samplerNamed("udlm"), { objective: "proseco" }),
    /trained as "proseco", on masks: sample it with "mdm", .*"proseco"$/,
  );
});

Deno.test("checkShown() refuses a network whose logits are of the next token, and the reverse", () => {
  throws(
    () => checkShown(samplerNamed("mdm"), { causal: true, objective: "ar" }),
    /"mdm": the checkpoint's network is causal \(AR\): sample it with "ar"$/,
  );
  throws(
    () => checkShown(samplerNamed("ar"), { objective: "udlm" }),
    /"ar": the checkpoint's network sees both sides: sample it with "udlm"$/,
  );
});

Deno.test("checkShown() takes every sampler of masks, and what is known of no training", () => {
  checkShown(samplerNamed("proseco"), { objective: "mdm" });
  checkShown(samplerNamed("udlm"), { objective: "udlm" });
  checkShown(samplerNamed("udlm"), {});
  checkShown(samplerNamed("udlm"), { objective: "handmade" });
  checkShown(samplerNamed("ar"), { causal: true, objective: "ar" });
});
