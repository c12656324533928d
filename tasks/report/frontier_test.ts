import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readScores } from "../../src/artifacts/scores.ts";
import { makeFrontierReport } from "../../tests/frontier_fixture.ts";

async function withReport(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(await makeFrontierReport(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("report/frontier writes a page whose first words are what was found, and each figure's numbers", () =>
  withReport(async (folder) => {
    const read = (name: string) => Deno.readTextFile(join(folder, name));
    const page = await read("report.html");
    match(page, /<p class="lead">(At equal evaluations|Not shown:)/);
    // One line a row: 4 T of 6 settings in 2 parts, below a header.
    strictEqual((await read("frontier.csv")).trimEnd().split("\r\n").length, 1 + 4 * 6 * 2);
    const steps = (await read("steps.csv")).split("\r\n");
    strictEqual(steps.filter((line) => line.startsWith("this run")).length, 4 * 4);
    strictEqual(steps.filter((line) => line.startsWith('"paper, 8B')).length, 2 * 2 * 4);
    match(await read("budgets.csv"), /\r\nfull T,functions,Vanilla SFT,60,/);
    const scores = await readScores(join(folder, "scores.json"));
    deepStrictEqual(scores.scores.map(({ method, metric }) => [method, metric]), [
      ["Vanilla SFT", "functions"],
      ["ProSeCo SFT + ProSeCo sampling", "functions"],
      ["ProSeCo SFT", "functions"],
      ["Vanilla SFT + ProSeCo sampling", "functions"],
    ]);
    match(await read("frontier.svg"), /T = 60/);
  }));

Deno.test("a trace marks what the corrector changed, and the errors of a wrong answer; all text is escaped", () =>
  withReport(async (folder) => {
    const page = await Deno.readTextFile(join(folder, "report.html"));
    const trace = page.slice(
      page.indexOf('<section id="trace">'),
      page.indexOf('<section id="answers">'),
    );
    match(trace, /<td class="corrected" data-text=" x"> x<\/td>/);
    match(trace, /<td class="kept wrong" data-text=" 3"> 3<\/td>/);
    match(trace, /data-text="\n {4}">⏎<\/td>/);
    match(
      page.slice(page.indexOf('<section id="answers">')),
      /AssertionError: total\(\[1, 2\]\) == &#60;5&#62;/,
    );
    strictEqual(page.includes("<even>"), false);
  }));
