import assert from "node:assert/strict";
import { join } from "node:path";
import { fixtureSettings, makeFixtureReport } from "./report_fixture.ts";

const SETTINGS = fixtureSettings({ seeds: [1, 2], steps: [8, 16], gammas: [1, 3] });

async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { name } of Deno.readDir(folder)) {
    files.set(name, await Deno.readFile(join(folder, name)));
  }
  return new Map([...files].sort(([a], [b]) => a < b ? -1 : 1));
}

Deno.test("The same metrics give the same report, byte for byte", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() =>
      withFolder(async (folder) => filesOf(await makeFixtureReport(folder, { settings: SETTINGS })))
    ),
  );
  assert.deepEqual([...first!.keys()], [
    "headline.svg",
    "pareto.png",
    "pareto.svg",
    "report.html",
    "table.csv",
    "table.json",
    "table.md",
    "table.tex",
  ]);
  assert.deepEqual(first, second);
});

Deno.test("The report's first line is the data source, loud where it is not QM9", async () => {
  for (
    const [kind, expected] of [["folder", /QM9 from a local folder/], ["enumerated", /Not QM9/]]
  ) {
    const page = await withFolder(async (folder) => {
      const report = await makeFixtureReport(folder, {
        settings: SETTINGS,
        kind: kind as string,
      });
      return Deno.readTextFile(join(report, "report.html"));
    });
    const body = page.slice(page.indexOf("<body>") + "<body>".length).trimStart();
    assert.match(body.slice(0, 300), expected as RegExp);
    assert.equal(body.startsWith('<div class="source loud"'), kind === "enumerated");
  }
});

Deno.test("The figure has one mark for each setting and for each point of the paper", async () => {
  const svg = await withFolder(async (folder) =>
    Deno.readTextFile(join(await makeFixtureReport(folder, { settings: SETTINGS }), "pareto.svg"))
  );
  const own = SETTINGS.length / 2;
  const paper = 25 + 24;
  assert.equal(svg.match(/<title>/g)?.length, own + paper);
  assert.equal(svg.match(/Paper, Figure 5/g)?.length, paper);
});

Deno.test("The page reaches for nothing outside itself but the files beside it", async () => {
  const page = await withFolder(async (folder) =>
    Deno.readTextFile(join(await makeFixtureReport(folder, { settings: SETTINGS }), "report.html"))
  );
  const links = [...page.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, link]) => link!);
  assert.deepEqual(links.filter((link) => !/^(table|pareto)\.\w+$/.test(link)), []);
  assert.doesNotMatch(page, /@import|url\(/);
});
