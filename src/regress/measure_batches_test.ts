import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { randomKey, RandomStream } from "../random/mod.ts";
import { exactTolerance } from "./baseline.ts";
import { measureBatches } from "./measure_batches.ts";

const LENGTH = 6, MASK = 4, SEQUENCES = 400;

Deno.test("measureBatches() finds what batches must hold, and says how surely", () => {
  const stream = new RandomStream(randomKey(1));
  const data = {
    tokens: Uint8Array.from({ length: SEQUENCES * LENGTH }, () => stream.integer(MASK)),
    labels: Uint8Array.from({ length: SEQUENCES }, (_, i) => Number(i % 4 === 0)),
    length: LENGTH,
  };
  const measured = measureBatches(data, {
    ...{ seeds: [1, 2], batches: 50, batchSize: 32, maskId: MASK },
    ...{ labelDropout: 0.1, members: 0.25, tMin: 0.1 },
  });
  assertEquals(
    measured.filter(({ seed }) => seed === "1").map(({ name, exact }) => [
      name,
      exact!.value.toFixed(4),
      exact!.error.toFixed(4),
    ]),
    [
      ["batches: labels dropped", "0.1000", "0.0075"],
      ["batches: members among labels", "0.2500", "0.0114"],
      ["batches: tokens masked", "0.5500", "0.0043"],
      ["batches: denoising weight of a token", "1.0000", "0.0127"],
      ["batches: corrector weight of a token", "2.5584", "0.0465"],
    ],
  );
  for (const { name, value, exact } of measured) {
    ok(Math.abs(value! - exact!.value) < exactTolerance(exact!, 1), `${name}: ${value}`);
    ok(exact!.error < 0.05 * exact!.value || name.includes("dropped"), name);
  }
});
