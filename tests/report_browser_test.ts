import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reportHandler } from "../src/report/server/handler.ts";
import { browserTest, launchChromium } from "./browser_fixture.ts";
import { fixtureSettings, makeFixtureReport } from "./report_fixture.ts";

const SETTINGS = fixtureSettings({ seeds: [1, 2], steps: [8, 16], gammas: [1, 3] });
const ROWS = SETTINGS.length / 2;
const POINTS_OF_PAPER = 25 + 24;

browserTest("The report works in a real browser", import.meta.filename!, async (test) => {
  const folder = await Deno.makeTempDir();
  const browser = await launchChromium();
  try {
    const report = await makeFixtureReport(folder, { settings: SETTINGS });
    const url = pathToFileURL(join(report, "report.html")).href;
    const problems: string[] = [];
    const requests: string[] = [];
    const open = async (width: number, colorScheme: "light" | "dark") => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(url);
      return page;
    };
    const page = await open(1280, "light");

    await test.step("its figures have a mark for each setting and each point of the paper", async () => {
      const marks = (figure: string) => page.locator(`${figure} .point > *`).count();
      assert.equal(await marks("#pareto-figure"), ROWS + POINTS_OF_PAPER);
      assert.equal(await marks("#nfe-figure"), ROWS);
      assert.equal(await page.locator("#loss-figure svg").count(), 2);
    });

    await test.step("a point tells its setting under the pointer", async () => {
      const tip = page.locator(".tip");
      assert.equal(await tip.isVisible(), false);
      await page.locator("#pareto-figure .point > *").first().hover();
      assert.equal(await tip.isVisible(), true);
      assert.match(await tip.innerText(), /^MDM · T = 8 · γ = 1\nnovel .* of 1,024/);
      await page.keyboard.press("Escape");
      assert.equal(await tip.isVisible(), false);
    });

    await test.step("the legend picks out a line", async () => {
      const figure = page.locator("#pareto-figure");
      const button = figure.locator(".legend button", { hasText: "MDM" }).first();
      await button.click();
      assert.equal(await figure.evaluate((it) => it.classList.contains("focused")), true);
      const inFocus = await figure.locator(".point.in-focus > *").count();
      assert.equal(inFocus, ROWS / 2 / 3 * 2);
      await button.click();
      await page.mouse.move(0, 0);
      assert.equal(await figure.evaluate((it) => it.classList.contains("focused")), false);
    });

    await test.step("a head sorts the table both ways", async () => {
      const table = page.locator("#table table").first();
      const column = () =>
        table.locator("tbody tr td:nth-child(8)").evaluateAll((cells) =>
          cells.map((cell) => Number((cell as HTMLElement).dataset.value))
        );
      const head = table.locator("thead button").nth(7);
      await head.click();
      const falling = await column();
      assert.equal(falling.length, ROWS / 2);
      assert.deepEqual(falling, falling.toSorted((a, b) => b - a));
      await head.click();
      assert.deepEqual(await column(), falling.toReversed().toSorted((a, b) => a - b));
      assert.equal(await table.locator("th[aria-sort]").count(), 1);
    });

    await test.step("a sequence is shown step by step", async () => {
      const box = page.locator(".trajectory").first();
      assert.match(await box.locator(".stage .controls").innerText(), /step 16: /);
      for (let step = 0; step < 3; step++) await box.getByLabel("Step back").click();
      assert.match(await box.locator(".stage .controls").innerText(), /step 13: /);
      assert.equal(await box.locator(".stage .tokens span").count(), 24);
      assert.equal(await box.locator(".steps tr.current").count(), 1);
    });

    await test.step("the table of steps follows the slider", async () => {
      const box = page.locator(".trajectory").first(), slider = box.locator("input[type=range]");
      const rows = await box.locator(".steps tr").count();
      /** Which row is marked, what the line above says, and whether all of the row is in sight. */
      const state = async () => {
        const marked = box.locator(".steps tr.current");
        const index = await marked.evaluate((row) => (row as HTMLTableRowElement).sectionRowIndex);
        const inSight = await marked.evaluate((row) => {
          const at = row.getBoundingClientRect();
          const frame = row.closest(".scroll")!.getBoundingClientRect();
          return at.top >= frame.top - 1 && at.bottom <= frame.bottom + 1;
        });
        const step = Number(/step (\d+)/.exec(await box.locator(".controls").innerText())![1]);
        return { index, inSight, step };
      };
      const place = async (share: number) => {
        const { x, y, width, height } = (await slider.boundingBox())!;
        return [x + 8 + share * (width - 16), y + height / 2] as const;
      };
      await slider.scrollIntoViewIfNeeded();
      const told: number[] = [];
      for (const share of [0, 0.5, 1]) {
        await page.mouse.move(...await place(0.25));
        await page.mouse.down();
        await page.mouse.move(...await place(share), { steps: 4 });
        await page.mouse.up();
        const { index, inSight, step } = await state();
        assert.equal(index, Number(await slider.inputValue()));
        assert.ok(Math.abs(index - share * (rows - 1)) <= 1, `row ${index} of ${rows} at ${share}`);
        assert.ok(inSight, `row ${index} is out of sight`);
        told.push(step);
      }
      assert.deepEqual([told[0], told[2]], [1, 16]);
      await slider.focus();
      await page.keyboard.press("ArrowLeft");
      const { index, inSight } = await state();
      assert.deepEqual([index, inSight], [rows - 2, true]);
    });

    await test.step("it follows the machine's theme until the reader chooses one", async () => {
      const ground = (of: typeof page) =>
        of.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const dark = await open(1280, "dark");
      const [light, night] = [await ground(page), await ground(dark)];
      assert.notEqual(light, night);
      await dark.locator("#theme").click();
      assert.equal(await ground(dark), light);
      await dark.locator("#theme").click();
      assert.equal(await ground(dark), night);
      await dark.close();
    });

    await test.step("it never scrolls sideways on a phone", async () => {
      const phone = await open(390, "light");
      assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 390);
      await phone.close();
    });

    await test.step("it asks for nothing but itself and logs nothing", () => {
      assert.deepEqual(problems, []);
      assert.deepEqual([...new Set(requests)], [url]);
    });

    await test.step("it can be printed: light, and with nothing hidden in a box that scrolls", async () => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const box = page.locator("#table .scroll").first();
      assert.equal(await box.evaluate((it) => it.scrollHeight - it.clientHeight), 0);
      assert.equal(await page.locator(".stage").first().isVisible(), false);
      const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(color, "rgb(255, 255, 255)");
      await page.emulateMedia({ media: "screen" });
    });

    await test.step("the server's pages fit a phone, have their figures and log nothing", async () => {
      const phone = await open(390, "dark"), results = join(folder, "results");
      await Deno.mkdir(join(results, "run-1"), { recursive: true });
      await Deno.rename(report, join(results, "run-1", "report"));
      const handler = reportHandler({ results, store: join(results, ".store") });
      const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
      try {
        const origin = `http://localhost:${server.addr.port}`;
        for (const path of ["/", "/tables", "/compare?run=run-1%2Freport"]) {
          await phone.goto(origin + path);
          assert.equal(
            await phone.evaluate(() => document.documentElement.scrollWidth),
            390,
            path,
          );
        }
        assert.equal(
          await phone.locator("#pareto-figure .point > *").count(),
          ROWS + POINTS_OF_PAPER,
        );
        await phone.goto(`${origin}/tables`);
        assert.equal(await phone.locator("#steps-figure .point > *").count(), 3 * 4 * 4);
        await phone.close();
        assert.deepEqual(problems, []);
      } finally {
        await server.shutdown();
      }
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});
