import assert from "node:assert/strict";
import { gainOver, intervalText, ratioText } from "./gain.ts";

Deno.test("The interval of one seed is the binomial one by the delta method", () => {
  const gain = gainOver({ counts: [200], of: 1000 }, { counts: [100], of: 1000 })!;
  const error = Math.sqrt((1 - 0.2) / 200 + (1 - 0.1) / 100);
  assert.equal(gain.ratio, 2);
  assert.ok(Math.abs(gain.interval![0] - 2 * Math.exp(-1.96 * error)) < 1e-9);
  assert.ok(Math.abs(gain.interval![1] - 2 * Math.exp(1.96 * error)) < 1e-9);
  assert.deepEqual([ratioText(gain), intervalText(gain)], ["2.0×", "1.6 to 2.5"]);
});

Deno.test("The interval of several seeds follows their spread, and is no narrower than the binomial one", () => {
  const spread = gainOver({ counts: [100, 300], of: 1000 }, { counts: [100, 100], of: 1000 })!;
  const [share, other] = [0.1 / 0.2, Math.sqrt(0.1 * 0.9 / 2000) / 0.1];
  const upper = 2 * Math.exp(4.303 * Math.hypot(share, other));
  assert.ok(Math.abs(spread.interval![1] / upper - 1) < 1e-9);
  const agreeing = gainOver({ counts: [200, 200], of: 1000 }, { counts: [100, 100], of: 1000 })!;
  assert.ok(agreeing.interval![1] > 2.2);
});

Deno.test("A gain over nothing has no interval, and of nothing over nothing there is none", () => {
  const none = { counts: [0], of: 10 }, some = { counts: [5], of: 10 };
  assert.deepEqual(gainOver(some, none), { ratio: Infinity, interval: null });
  assert.deepEqual(gainOver(none, some), { ratio: 0, interval: null });
  assert.equal(gainOver(none, none), null);
  assert.deepEqual([ratioText(null), intervalText(null)], ["–", "–"]);
  assert.equal(ratioText(gainOver(some, none)), "∞");
});
