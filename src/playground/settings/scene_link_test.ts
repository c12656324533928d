import { deepStrictEqual } from "node:assert/strict";
import { readLink, writeLink } from "./scene_link.ts";
import { FIRST_SETTING, type Scene } from "./setting.ts";

const FIRST: Scene = { seed: 0, count: 24, prompt: "", settings: [FIRST_SETTING] };

Deno.test("a scene read from its link is the scene, also of two settings that are the same", () => {
  const setting = { ...FIRST_SETTING, network: "a/b", property: "qed", gamma: 2.5, label: 0 };
  const other = { ...setting, order: "random" } as const;
  const scenes: Scene[] = [
    { seed: 7, count: 64, prompt: "1 + 1 = & #?", settings: [setting] },
    { ...FIRST, settings: [setting, { ...setting, method: "remdm", eta: 0.05, network: "c" }] },
    { ...FIRST, settings: [setting, setting] },
    { ...FIRST, settings: [other, setting] },
  ];
  for (const scene of scenes) deepStrictEqual(readLink(`#${writeLink(scene)}`, FIRST), scene);
});

Deno.test("what a link does not say, or says wrongly, is as before", () => {
  const wrong = "method=magic&gamma=-1&T=0&S=1.5&omega=&eta=2&seed=x&count=1e9&label=-1&b.T=x";
  deepStrictEqual(readLink(wrong, FIRST), { ...FIRST, settings: [FIRST_SETTING, FIRST_SETTING] });
  deepStrictEqual(readLink("", FIRST), FIRST);
  deepStrictEqual(readLink("T=16", FIRST).settings, [{ ...FIRST_SETTING, T: 16 }]);
});
