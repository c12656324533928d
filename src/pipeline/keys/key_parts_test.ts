import { deepStrictEqual, notStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Instance } from "../graph/instance.ts";
import { keyParts } from "./key_parts.ts";
import { keyOf } from "../store/manifest.ts";

const GRAPH = { hash: "code", files: {}, packages: ["zod@4.6.7"] };

/** An instance of a task with one plain, one gathering input and one cosmetic parameter. */
function instanceOf(
  parsed: Record<string, unknown>,
  texts: readonly string[] = ["a", "b"],
): Instance {
  const source = (name: string) => ({ path: `/files/${name}`, name });
  const inputs = { one: source("one"), many: texts.map(source) };
  const definition = {
    kind: "test/task",
    cosmetic: ["verbose"],
    inputs: { one: { description: "" }, many: { description: "", many: true } },
  };
  return { name: "task", parsed, inputs, module: { url: "", definition } } as unknown as Instance;
}

function partsOf(instance: Instance) {
  return keyParts(
    instance,
    GRAPH,
    { engine: "onnx" },
    (source) => "path" in source ? `content of ${source.path}` : "",
  );
}

Deno.test("A key has all that a result depends on, and no cosmetic parameter", () => {
  deepStrictEqual(partsOf(instanceOf({ steps: 3, verbose: true })), {
    contract: 2,
    kind: "test/task",
    params: { steps: 3 },
    inputs: {
      one: { hash: "content of /files/one" },
      many: [
        { hash: "content of /files/a", from: "a" },
        { hash: "content of /files/b", from: "b" },
      ],
    },
    code: "code",
    packages: ["zod@4.6.7"],
    environment: { engine: "onnx" },
  });
});

Deno.test("The name of what wrote an input counts only where it tells gathered ones apart", () => {
  const key = (texts: string[]) => keyOf(partsOf(instanceOf({}, texts)));
  notStrictEqual(key(["a", "b"]), key(["a", "c"]));
  strictEqual("from" in partsOf(instanceOf({})).inputs.one!, false);
});

Deno.test("A parameter left undefined is as one that is not there", () => {
  strictEqual(
    keyOf(partsOf(instanceOf({ steps: 3, limit: undefined }))),
    keyOf(partsOf(instanceOf({ steps: 3 }))),
  );
});

Deno.test("A parameter that JSON cannot hold is refused", () => {
  throws(() => partsOf(instanceOf({ rate: NaN })), /^UserError: Cannot key task: .* got NaN$/);
});
