import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { HistoryRecord } from "../../artifacts/history.ts";
import { curvePanels, curveStyles, type OverlaidCurve } from "./curves_figure.ts";

/** A log whose loss falls from `start`, held out where told. */
function log(start: number, isHeldOut: boolean): HistoryRecord[] {
  return Array.from({ length: 5 }, (_, i) => ({
    ...{ step: 10 * (i + 1), loss: start - i, gradientNorm: 1, learningRate: 0.1 },
    ...(isHeldOut && { validation: start + 1 - i }),
  }));
}

const CURVES: OverlaidCurve[] = [
  { name: "a/1 model[seed=0]", series: "a/1", entries: log(9, true) },
  { name: "a/1 model[seed=1]", series: "a/1", entries: log(8, true) },
  { name: "a/2 <model>", series: "a/2", entries: log(7, false), isBroken: true },
];

Deno.test("all trainings are drawn on one axis, with a panel for what any of them logged", () => {
  const [heldOut, training, ...others] = curvePanels(CURVES, "page");
  deepStrictEqual(others, []);
  strictEqual(heldOut!.svg.match(/<path [^>]*d="M/g)?.length, 2);
  match(training!.svg, /Training loss by training step of 3 trainings/);
  ok(training!.svg.includes("stroke-dasharray") && !heldOut!.svg.includes("stroke-dasharray"));
  ok(training!.svg.includes("a/2 &#60;model>") || training!.svg.includes("a/2 &lt;model&gt;"));
  strictEqual(curvePanels(CURVES.slice(2), "page").length, 1);
});

Deno.test("repetitions share the look of their series, and each series has its own", () => {
  const styles = curveStyles(CURVES);
  deepStrictEqual([...styles.keys()], ["a/1", "a/2"]);
  ok(styles.get("a/1")!.ink !== styles.get("a/2")!.ink);
});

Deno.test("a curve that leaves the axis is cut, and has no mark at an end that is not there", () => {
  const diverged = log(9, false).map((entry, i) => ({
    ...entry,
    loss: i === 4 ? 1e6 : entry.loss,
  }));
  const others = Array.from({ length: 8 }, (_, i) => ({ ...CURVES[0]!, name: `${i}` }));
  const [, training] = curvePanels([...others, {
    ...{ name: "diverged", series: "b", entries: diverged },
  }], "page");
  ok(!training!.svg.includes("diverged\n"));
  match(training!.svg, /clip-path/);
});
