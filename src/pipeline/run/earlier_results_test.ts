import { deepStrictEqual } from "node:assert/strict";
import type { KeyParts, Manifest } from "../store/manifest.ts";
import { earlierResults } from "./earlier_results.ts";

const WANTED: KeyParts = {
  ...{ contract: 2, kind: "test/draw", code: "code", packages: ["zod@4.6.7"] },
  params: { seeds: [1, 2, 3], steps: 4 },
  inputs: { network: { hash: "network" } },
  environment: { engine: "compiled" },
};

/** A result by a second of the day, and by what its key has in place of what is wanted. */
function storedAt(second: number, parts: Partial<KeyParts> = {}): Manifest {
  return {
    ...{ key: `key ${second}`, instance: "draw", pipeline: "test", run: "run", facts: {} },
    parts: { ...WANTED, params: { seeds: [1], steps: 4 }, ...parts },
    outputs: { parts: { kind: "file", hash: `hash ${second}`, bytes: 1 } },
    startedAt: new Date(second * 1000).toISOString(),
    ...{ seconds: 1, host: "here", deno: "2.9.6" },
  };
}

const keysOf = (manifests: readonly Manifest[]) =>
  earlierResults(WANTED, ["seeds"], manifests).map(({ key }) => key);

Deno.test("Parts are copied of results that differ in nothing but the parameters that grow", () => {
  const others: Partial<KeyParts>[] = [
    { params: { seeds: [1], steps: 5 } },
    { params: { seeds: [1] } },
    { inputs: { network: { hash: "other" } } },
    { code: "other" },
    { packages: ["zod@4.0.0"] },
    { environment: { engine: "cpu" } },
    { kind: "test/other" },
  ];
  const same = storedAt(0);
  deepStrictEqual(
    earlierResults(WANTED, ["seeds"], [
      ...others.map((parts, i) => storedAt(i + 1, parts)),
      same,
    ]),
    [{ key: "key 0", params: { seeds: [1], steps: 4 }, outputs: same.outputs }],
  );
});

Deno.test("Of an input that grows an earlier result tells what it was made from", () => {
  const inputs = { network: { hash: "smaller" } };
  deepStrictEqual(
    earlierResults(WANTED, ["network"], [
      storedAt(0, { inputs, params: WANTED.params }),
      storedAt(1, { inputs }),
    ]),
    [{ key: "key 0", params: WANTED.params, outputs: storedAt(0).outputs, inputs }],
  );
});

Deno.test("The newest sixteen results are those that parts are copied of", () => {
  const seconds = Array.from({ length: 20 }, (_, i) => (i * 7) % 20);
  const newest = Array.from({ length: 16 }, (_, i) => `key ${19 - i}`);
  deepStrictEqual(keysOf(seconds.map((second) => storedAt(second))), newest);
});
