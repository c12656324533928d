import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { join } from "node:path";
import { readAnswerMetrics } from "../../src/artifacts/answer_metrics.ts";
import math from "./math.ts";

Deno.test("eval/math writes what report/scores reads, settings apart", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const inputs = { completions: join(folder, "completions.json") };
    const outputs = { metrics: join(folder, "metrics.json") };
    const completions = [{ id: "MATH/0", reference: "\\boxed{2}", answers: ["\\boxed{2}", "no"] }];
    await Deno.writeTextFile(
      inputs.completions,
      JSON.stringify({ settings: { seed: 3, T: 8 }, completions }),
    );
    await math.run({
      ...{ params: math.params.parse({ dataset: "math" }), inputs, outputs, scratch: folder },
      ...{ cpus: 1, signal: new AbortController().signal },
      progress() {},
      log() {},
      record() {},
    });
    const { problems, ...rest } = await readAnswerMetrics(outputs.metrics);
    assertEquals(rest, {
      settings: { seed: 3, T: 8, dataset: "math", flexible: false, partial: false, rule: "value" },
      ...{ accuracy: 0.5, answered: 0.5 },
    });
    assertEquals(problems.map(({ id }) => id), ["MATH/0"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
