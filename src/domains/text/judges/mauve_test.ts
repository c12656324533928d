import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { maxError } from "../../../../tests/golden_fixture.ts";
import { randomKey } from "../../../random/mod.ts";
import { readSafetensors } from "../../../tensor/safetensors_io.ts";
import { divergenceFrontier, frontierArea, histograms } from "./divergence_frontier.ts";
import { kMeans } from "./k_means.ts";
import { mauve } from "./mauve.ts";
import { joinPoints, type Points, unitPoints } from "./points.ts";
import { principalComponents } from "./principal_components.ts";

const FOLDER = new URL("../../../../tests/golden/mauve", import.meta.url).pathname;
const expected = JSON.parse(await Deno.readTextFile(`${FOLDER}/expected.json`));
const { tensors } = await readSafetensors(`${FOLDER}/vectors.safetensors`);
const points = (name: string): Points => ({ data: tensors[name]!.data as Float32Array, size: 48 });
const p = points("p"), q = points("q"), N = 400;

Deno.test("labels give the golden histograms, curve and number", () => {
  const labels = tensors.labels!.data as Int32Array;
  const { p, q } = histograms(labels, expected.clusters, N);
  ok(maxError(p, tensors["histogram.p"]!.data as Float32Array) <= 1e-8);
  ok(maxError(q, tensors["histogram.q"]!.data as Float32Array) <= 1e-8);
  const curve = divergenceFrontier({ p, q });
  assertEquals(curve.length, 27);
  ok(maxError(curve.flat(), tensors.curve!.data as Float32Array) <= 1e-7);
  ok(Math.abs(frontierArea(curve) - expected.mauve_of_labels) <= 1e-12);
});

Deno.test("features are scaled and turned as the golden ones", () => {
  const scaled = unitPoints(joinPoints(p, q));
  ok(maxError(scaled.data, tensors.normalised!.data as Float32Array) <= 1e-6);
  const { points, shares } = principalComponents(scaled, 0.9);
  assertEquals([points.size, shares.length], [expected.kept, expected.kept]);
  ok(maxError(shares, expected.explained) <= 1e-6);
});

Deno.test("mauve() of 20 seeds is on average what the golden is, and within its band but for chance", () => {
  const { low, high, mean, sd } = expected.mauve_over_seeds;
  const values = Array.from({ length: 20 }, (_, seed) => {
    const { value, clusters, kept } = mauve(p, q, randomKey(seed));
    assertEquals([clusters, kept], [expected.clusters, expected.kept]);
    return value;
  });
  // The band is 2.2 standard deviations wide on either side, so that one in 30 is beyond it.
  ok(values.filter((value) => value >= low && value <= high).length >= 18, String(values));
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  // Both averages are of 20 clusterings.
  ok(Math.abs(average - mean) <= 2.5 * sd * Math.sqrt(2 / 20), String(average));
  ok(mauve(p, p, randomKey(0)).value > 1 - 1e-9);
});

Deno.test("mauve() refuses sets of one text", () => {
  const one = { data: new Float32Array(48), size: 48 };
  throws(() => mauve(one, q, randomKey(0)), /Cannot compare 1 texts with 400: take two/);
});

Deno.test("kMeans() finds clusters that lie apart, and refuses more of them than there are points", () => {
  const data = Float32Array.from([0, 0, 10, 10, 0, 1, 10, 11, 1, 0, 11, 10]),
    points = { data, size: 2 };
  const { labels, inertia } = kMeans(points, { clusters: 2, key: randomKey(1) });
  const [a, b] = labels;
  assertEquals([...labels], [a, b, a, b, a, b]);
  ok(a !== b && Math.abs(inertia - 8 / 3) <= 1e-5);
  throws(() => kMeans(points, { clusters: 7, key: randomKey(1) }), /Cannot make 7 clusters of 6/);
});
