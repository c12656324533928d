import { strictEqual } from "node:assert/strict";
import { closest, suggest } from "./suggest.ts";

const CASES: readonly [name: string, meant: string | undefined][] = [
  ["gamam", "gamma"],
  ["Gamma", "gamma"],
  ["gmma", "gamma"],
  ["gammaa", "gamma"],
  ["S", "T"],
  ["temperature", undefined],
];

for (const [name, meant] of CASES) {
  Deno.test(`closest() takes "${name}" for ${meant ?? "nothing that is known"}`, () => {
    strictEqual(closest(name, ["gamma", "T", "steps"]), meant);
  });
}

Deno.test("suggest() names what was probably meant and what is known, up to a dozen", () => {
  strictEqual(suggest("stpes", ["gamma", "steps"]), 'Did you mean "steps"? Known: gamma, steps');
  strictEqual(suggest("x", []), "None is known here");
  const many = Array.from({ length: 20 }, (_, i) => `name${i}`);
  strictEqual(suggest("other", many).endsWith("name11, …"), true);
});
