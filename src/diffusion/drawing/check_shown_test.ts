import { throws } from "node:assert/strict";
import { checkShown } from "./check_shown.ts";
import { trainedObjective } from "../objectives/objectives.ts";
import { samplerNamed } from "../samplers/samplers.ts";

const trained = (objective: string) =>
  trainedObjective({ vocab: 4, maskId: 3, training: { objective } });

Deno.test("checkShown() refuses to show masks to a network of random tokens, and the reverse", () => {
  throws(
    () => checkShown(samplerNamed("mdm"), { objective: trained("udlm") }),
    /"mdm": it shows masks, .* trained as "udlm", on random tokens: sample it with "udlm"$/,
  );
  throws(
    () => checkShown(samplerNamed("udlm"), { objective: trained("proseco") }),
    /trained as "proseco", on masks: sample it with "mdm", .*"proseco"$/,
  );
});

Deno.test("checkShown() refuses a network whose logits are of the next token, and the reverse", () => {
  throws(
    () => checkShown(samplerNamed("mdm"), { causal: true, objective: trained("ar") }),
    /"mdm": the checkpoint's network is causal \(AR\): sample it with "ar"$/,
  );
  throws(
    () => checkShown(samplerNamed("ar"), { objective: trained("udlm") }),
    /"ar": the checkpoint's network sees both sides: sample it with "udlm"$/,
  );
});

Deno.test("checkShown() takes every sampler of masks, and what is known of no training", () => {
  checkShown(samplerNamed("proseco"), { objective: trained("mdm") });
  checkShown(samplerNamed("udlm"), { objective: trained("udlm") });
  checkShown(samplerNamed("udlm"), {});
  checkShown(samplerNamed("ar"), { causal: true, objective: trained("ar") });
});

Deno.test("checkShown() goes by what an objective shows, whatever it is called", () => {
  const objective = { name: "mdm", shows: "tokens" } as const;
  throws(() => checkShown(samplerNamed("mdm"), { objective }), /on random tokens: .* "udlm"$/);
  checkShown(samplerNamed("udlm"), { objective });
});
