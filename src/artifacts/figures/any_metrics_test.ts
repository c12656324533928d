import { deepStrictEqual, rejects } from "node:assert/strict";
import { readAnyMetrics } from "./any_metrics.ts";

async function read(content: string, instance = "m[gamma=2,S={S=2 omega=2},name=a b]") {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, content);
    return await readAnyMetrics(path, instance);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("numbers are figures; coordinates, settings and texts are labels", async () => {
  const { labels, figures } = await read(
    '{"settings":{"seed":3},"valid":0.5,"ok":true,"who":"x","list":[1],"none":null}',
  );
  deepStrictEqual(figures, { valid: 0.5, ok: 1 });
  deepStrictEqual(labels, {
    ...{ task: "m", gamma: 2, S: "{S=2 omega=2}", name: "a b" },
    ...{ seed: 3, who: "x" },
  });
});

Deno.test("of a list, and of one object a line, the last counts", async () => {
  const last = { labels: { task: "m" }, figures: { loss: 1 } };
  deepStrictEqual(await read('[{"loss":2},{"loss":1}]', "m"), last);
  deepStrictEqual(await read('{"loss":2}\n{"loss":1}\n', "m"), last);
});

Deno.test("a file that is no JSON is told by its path", async () => {
  await rejects(read("loss: 3"), /^UserError: Cannot read metrics from ".*": it is no JSON$/);
});
