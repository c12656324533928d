import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { SUBJECT, VANILLA } from "./answer_methods.ts";
import { standingOf } from "../analysis/standing.ts";
import { findingsOf } from "./findings.ts";
import type { FrontierRow } from "./frontier_rows.ts";
import { verdictText } from "./frontier_verdict.ts";

/** A row whose first problems are solved. */
function row(
  part: "validation" | "test",
  method: string,
  [T, evaluations, accuracy]: readonly [number, number, number],
  S = method === SUBJECT ? 1 : 0,
): FrontierRow {
  const problems = 100;
  return {
    ...{ problems: "functions", part, method, T, S, omega: S, temperature: 0, nfe: evaluations },
    ...{ evaluations, accuracy: { mean: accuracy, se: null }, interval: [0, 1], seeds: [1] },
    solved: new Map(
      Array.from({ length: problems }, (_, i) => [`${i}`, Number(i < accuracy * problems)]),
    ),
    ...{ empty: 0, unfinished: 0, verdicts: {}, judge: "j 1", protocol: "own", model: null },
    ...{ settings: {}, sources: [] },
  };
}

const both = (method: string, values: readonly [number, number, number], S?: number) =>
  (["validation", "test"] as const).map((part) => row(part, method, values, S));

const BASELINE = [
  ...both(VANILLA, [5, 5, 0.6]),
  ...both(VANILLA, [10, 10, 0.7]),
  ...both(VANILLA, [40, 40, 0.9]),
];

Deno.test("fast, balanced and max are chosen by validation problems and scored by test problems", () => {
  const [{ chosen }] = findingsOf([
    ...BASELINE,
    row("validation", SUBJECT, [5, 8, 0.8], 1),
    row("test", SUBJECT, [5, 8, 0.5], 1),
    row("validation", SUBJECT, [5, 9, 0.75], 2),
    row("test", SUBJECT, [5, 9, 0.99], 2),
    ...both(SUBJECT, [10, 18, 0.85]),
    ...both(SUBJECT, [40, 70, 0.95]),
  ]) as [ReturnType<typeof findingsOf>[number]];
  deepStrictEqual(
    chosen.filter(({ method }) => method === SUBJECT)
      .map(({ name, limit, test }) => [name, limit, test!.evaluations, test!.accuracy.mean]),
    [["fast", 10, 8, 0.5], ["balanced", 20, 18, 0.85], ["max", null, 70, 0.95]],
  );
});

Deno.test("at each budget of vanilla SFT stands the best of ProSeCo that costs no more", () => {
  const [{ compared, each }] = findingsOf([
    ...BASELINE,
    ...both(SUBJECT, [5, 8, 0.85]),
    ...both(SUBJECT, [40, 70, 0.9]),
  ]) as [ReturnType<typeof findingsOf>[number]];
  deepStrictEqual(
    compared.budgets.map(({ theirs, ours }) => [theirs.evaluations, ours.evaluations]),
    [[10, 8], [40, 8]],
  );
  deepStrictEqual(
    each.map(({ theirs, ours }) => [ours.evaluations, theirs.evaluations]),
    [[8, 10], [70, 40]],
  );
  const [first] = compared.budgets;
  strictEqual(first!.oursAlone, 15);
  strictEqual(first!.theirsAlone, 0);
  ok(Math.abs(first!.difference - 0.15) < 1e-12 && first!.interval[0] > 0);
  match(
    verdictText(compared),
    /^At equal evaluations ProSeCo .* beyond the 95% interval at 1 of 2 budgets\. It is behind beyond the interval at 1 of 2 budgets\. At full T \(40 steps, 70\.0 evaluations against 40\.0\): 0\.900 against 0\.900, not behind\.$/,
  );
});

Deno.test("the verdict says so where nothing is shown, and where ProSeCo is behind beyond the interval", () => {
  const [{ compared }] = findingsOf([
    ...BASELINE,
    ...both(SUBJECT, [5, 8, 0.4]),
    ...both(SUBJECT, [40, 70, 0.7]),
  ]) as [ReturnType<typeof findingsOf>[number]];
  match(verdictText(compared), /^Not shown: .* at 0 of 2 budgets\. It is behind .* 2 of 2 budgets/);
  match(verdictText(compared), /0\.700 against 0\.900, behind beyond it\.$/);
});

Deno.test("the verdict says where ProSeCo stands at vanilla's full T if it has no setting with as many steps", () => {
  const [{ compared }] = findingsOf([
    ...BASELINE,
    ...both(SUBJECT, [5, 8, 0.9]),
  ]) as [ReturnType<typeof findingsOf>[number]];
  match(
    verdictText(compared),
    / ProSeCo was not drawn at vanilla's full T \(40\); at 8\.0 evaluations against its 40\.0: 0\.900 against 0\.900, not behind\.$/,
  );
});

Deno.test("what was drawn by one protocol is compared with what was drawn by the same", () => {
  const variants = ["own", "released"].map((protocol) => ` · protocol = ${protocol}`);
  const findings = findingsOf(variants.flatMap((variant) => [
    ...both(`${VANILLA}${variant}`, [10, 10, 0.7]),
    ...both(`${SUBJECT}${variant}`, [5, 8, variant.endsWith("own") ? 0.9 : 0.5], 1),
  ]));
  deepStrictEqual(
    findings.map(({ title, compared }) => [title, compared.budgets.map(standingOf)]),
    [
      ["functions, temperature 0, protocol = own", ["ahead"]],
      ["functions, temperature 0, protocol = released", ["behind"]],
    ],
  );
});

Deno.test("without validation problems no setting is chosen and nothing is shown, but all are compared", () => {
  const [{ chosen, compared, each }] = findingsOf(
    [...BASELINE, ...both(SUBJECT, [5, 8, 0.85])].filter(({ part }) => part === "test"),
  ) as [ReturnType<typeof findingsOf>[number]];
  deepStrictEqual([chosen.length, compared.budgets.length, each.length], [0, 0, 1]);
  match(verdictText(compared), /^Not shown: there is no setting/);
});

Deno.test("an interval reaches over seeds where these tell less than the problems", () => {
  const seeds = { seeds: [1, 2], accuracy: { mean: 0.85, se: 0.2 } };
  const [{ each }] = findingsOf([
    ...BASELINE,
    { ...row("test", SUBJECT, [5, 8, 0.85]), ...seeds },
  ]) as [ReturnType<typeof findingsOf>[number]];
  ok(Math.abs(each[0]!.interval[0] - (0.15 - 12.706 * 0.2)) < 1e-12);
});
