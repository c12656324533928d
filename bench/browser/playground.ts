/**
 * Times the playground in a headless Chromium: from a press of "Draw" until the first step and the
 * first drawing are seen, and until 64 molecules are drawn at T = 32 and the last step is shown.
 *
 *   deno run -A bench/browser/playground.ts [METHOD]
 */
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cachedPlayground } from "../../src/playground/files/cached_playground.ts";
import { reportHandler } from "../../src/report/server/handler.ts";
import { print } from "../../src/terminal/output.ts";

const RUNS = 3;

const [method = "proseco"] = Deno.args;
const folder = await Deno.makeTempDir();
const playground = cachedPlayground();
await playground.known();
const handler = reportHandler({
  ...{ results: join(folder, "results"), store: join(folder, "store"), playground },
});
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (let run = 0; run < RUNS; run++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const link = `method=${method}&T=32&count=64&seed=${run}`;
  const opened = performance.now();
  await page.goto(`http://127.0.0.1:${server.addr.port}/playground/?runtime=wasm#${link}`);
  await page.waitForFunction(() => document.documentElement.dataset.state === "ready");
  const ready = performance.now() - opened;
  const times = await page.evaluate(() =>
    new Promise<Record<string, number>>((resolve) => {
      const began = performance.now(), times: Record<string, number> = {};
      const where = document.querySelector("#where")!;
      const note = (name: string) => times[name] ??= performance.now() - began;
      const look = () => {
        if (document.querySelector(".card .unmasked")) note("step");
        if (document.querySelector(".card .picture svg")) note("drawing");
        if (document.documentElement.dataset.state === "done") note("all");
        if (times.all !== undefined && where.textContent === "step 32 of 32") {
          note("shown");
          return resolve(times);
        }
        // Frames of the screen that nothing else asks for would take time of their own.
        setTimeout(look, 10);
      };
      document.querySelector<HTMLButtonElement>(".draw")!.click();
      look();
    })
  );
  print(
    `page ready ${ready.toFixed(0)} ms; after the press: first step ${
      times.step?.toFixed(0)
    } ms, ` +
      `first drawing ${times.drawing?.toFixed(0)} ms, 64 molecules ${times.all?.toFixed(0)} ms, ` +
      `the last step shown ${times.shown?.toFixed(0)} ms`,
  );
  await page.close();
}
await browser.close();
await server.shutdown();
