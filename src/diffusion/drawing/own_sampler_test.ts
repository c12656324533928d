import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Shown } from "../process/shown.ts";
import { OBJECTIVE_NAMES, trainedObjective } from "../objectives/objectives.ts";
import { checkShown } from "./check_shown.ts";
import { settingsOf } from "./draw_samples.ts";
import { ownSampler } from "./own_sampler.ts";

Deno.test("every objective has a sampler that shows what it does, with all that the sampler needs", () => {
  const samplers = OBJECTIVE_NAMES.map((name) => {
    const objective = trainedObjective({ vocab: 4, maskId: 3, training: { objective: name } });
    const { sampler, settings } = ownSampler(objective);
    checkShown(sampler, { objective, causal: objective.shows === "prefix" });
    settingsOf(sampler, settings);
    return [name, sampler.name];
  });
  assertEquals(samplers, ["mdm", "proseco", "prism", "udlm", "ar"].map((name) => [name, name]));
});

Deno.test("ownSampler() draws from a new objective what it was shown", () => {
  const of = (name: string, shows: Shown) => ownSampler({ name, shows }).sampler.name;
  assertEquals(of("flow", "tokens"), "udlm");
  assertEquals(of("constructor", "masks"), "mdm");
  assertEquals(of("rtl", "prefix"), "ar");
});
