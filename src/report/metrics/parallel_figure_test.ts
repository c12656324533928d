import { match, ok, strictEqual } from "node:assert/strict";
import { parallelFigure } from "./parallel_figure.ts";

const LINES = [
  { name: "model[trial=0]", values: { rate: 0.0001, kind: "a<b", loss: 3 } },
  { name: "model[trial=1]", values: { rate: 0.01, kind: "c", loss: 1 }, isBroken: true },
  { name: "model[trial=2]", values: { rate: 0.001, kind: "c" } },
];
const SVG = parallelFigure(LINES, ["rate", "kind", "loss"]);

/** Points of each line. */
const paths = [...SVG.matchAll(/<path d="M([^"]*)"/g)].map(([, points]) =>
  points!.split("L").map((point) => point.split(",").map(Number))
);

Deno.test("a line goes through its values, and ends where it has none", () => {
  strictEqual(paths.length, 3);
  strictEqual(paths[0]!.length, 3);
  strictEqual(paths[2]!.length, 2);
  // The lowest stands at the bottom, the highest at the top.
  ok(paths[0]![0]![1]! > paths[1]![0]![1]!);
  ok(paths[0]![2]![1]! < paths[1]![2]![1]!);
});

Deno.test("an axis over powers of ten is logarithmic", () => {
  const [low, high, middle] = paths.map(([first]) => first![1]!) as [number, number, number];
  ok(Math.abs(middle - (low + high) / 2) < 0.2, `${low} ${middle} ${high}`);
});

Deno.test("colours follow the last axis, broken runs are dashed, and names are escaped", () => {
  match(SVG, /var\(--proseco-0\) 100%/);
  match(SVG, /var\(--proseco-0\) 0%/);
  strictEqual(SVG.split("stroke-dasharray").length, 2);
  ok(SVG.includes("a&#60;b") && !SVG.includes("a<b"));
});
