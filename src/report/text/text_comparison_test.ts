import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { standingOf } from "../analysis/standing.ts";
import { compareTexts } from "./text_comparison.ts";
import { textVerdict } from "./text_comparison_section.ts";
import type { TextRow } from "./text_rows.ts";

function row(
  sampler: string,
  nfe: number,
  nats: number,
  { se = 0.05, seeds = [1], ...rest }: Partial<TextRow> & { se?: number | null } = {},
): TextRow {
  const method = sampler === "mdm" ? "MDM" : "ProSeCo (2, 2)";
  return {
    ...{ method, sampler, T: nfe, gamma: 1, nfe, n: 8, seeds, examples: [] },
    figures: { characterNats: { mean: nats, se } },
    ...rest,
  };
}

const compare = (rows: readonly TextRow[]) => compareTexts(rows, "characterNats");

Deno.test("ProSeCo is compared at the most evaluations that are no more than the other's", () => {
  const compared = compare([
    ...[row("mdm", 16, 3), row("mdm", 4, 4)],
    ...[row("proseco", 8, 2), row("proseco", 16, 2.8), row("proseco", 32, 1)],
  ]);
  assertEquals(compared.map(({ theirs, ours }) => [theirs.nfe, ours.nfe]), [[16, 16]]);
  assertEquals(compared.map(standingOf), ["ahead"]);
});

Deno.test("texts guided by a label are compared with none", () => {
  assertEquals(compare([row("mdm", 8, 3), row("proseco", 8, 2, { property: "era" })]), []);
});

Deno.test("the interval is wider where few seeds ran, and none is known of one text", () => {
  const widthOf = (seeds: readonly number[]) => {
    const [one] = compare([row("mdm", 8, 3, { seeds }), row("proseco", 8, 2.9, { seeds })]);
    return one!.interval![1] - one!.interval![0];
  };
  ok(Math.abs(widthOf([1]) - 2 * 1.96 * Math.hypot(0.05, 0.05)) < 1e-12);
  ok(Math.abs(widthOf([1, 2, 3]) - 2 * 4.303 * Math.hypot(0.05, 0.05)) < 1e-12);
  const unknown = compare([row("mdm", 8, 3), row("proseco", 8, 2, { se: null })]);
  assertEquals(unknown.map(standingOf), ["unknown"]);
  ok(textVerdict(unknown, "characterNats").includes("gives no interval"));
});

Deno.test("the verdict says where ProSeCo is ahead, behind and neither, of the MDM's own network alone", () => {
  const compared = compare([
    ...[row("mdm", 4, 3), row("mdm", 8, 3), row("mdm", 16, 2)],
    row("mdm", 32, 2, { network: "ProSeCo's network", method: "MDM, ProSeCo's network" }),
    ...[row("proseco", 4, 2), row("proseco", 8, 2.95), row("proseco", 16, 2.9)],
  ]);
  assertEquals(
    textVerdict(compared, "characterNats"),
    "Nats a character, against the MDM at equal evaluations: ProSeCo (2, 2) is ahead beyond the " +
      "interval at 4, behind beyond the interval at 16, neither beyond the interval at 8.",
  );
});
