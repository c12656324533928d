import assert from "node:assert/strict";
import { join } from "node:path";
import { reportHandler } from "../src/report/server/handler.ts";
import { browserTest, launchChromium } from "./browser_fixture.ts";

/** Settings whose tokens must be the command line's: a method, a network, and guidance. */
const SETTINGS = [
  { link: "method=proseco&network=proseco&T=6&seed=5&property=qed&gamma=2", model: "proseco" },
  { link: "method=mdm&network=mdm&T=6&seed=5", model: "mdm" },
  { link: "method=remdm&network=mdm&T=6&seed=5&eta=0.5", model: "mdm" },
];

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stdout) + decoder.decode(stderr));
  return decoder.decode(stdout);
}

browserTest(
  "The playground draws in a real browser what the command line draws",
  import.meta.filename!,
  async (test) => {
    const { writePlayground } = await import("../src/playground/files/write_playground.ts");
    const { writeKnown } = await import("../src/playground/files/write_known.ts");
    const { shippedNetworks } = await import("../src/playground/files/shipped_networks.ts");
    const folder = await Deno.makeTempDir(), site = join(folder, "site");
    Deno.env.set("XDG_CACHE_HOME", join(folder, "cache"));
    await writePlayground(site, shippedNetworks());
    await writeKnown(site, {
      ...{ name: "a few", content: "a few" },
      molecules: () => Promise.resolve(new Set(["CCO"])),
    });
    const page = () => Promise.resolve(site);
    const handler = reportHandler({
      ...{ results: join(folder, "results"), store: join(folder, "store") },
      playground: { page, known: page },
    });
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
    const origin = `http://127.0.0.1:${server.addr.port}`;
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ reducedMotion: "reduce" });
      const requests: string[] = [], errors: string[] = [];
      context.on("request", (request) => requests.push(request.url()));
      const tab = await context.newPage();
      tab.on("pageerror", (error) => errors.push(error.message));
      const stateIs = (state: string) =>
        tab.waitForFunction(
          (state) => [state, "failed"].includes(document.documentElement.dataset.state!),
          state,
          { timeout: 240_000 },
        );
      const cards = () =>
        tab.locator(".card").evaluateAll((all) =>
          all.map((card) => (card as HTMLElement).dataset.text!)
        );
      await tab.goto(`${origin}/playground`);
      await stateIs("ready");

      await test.step("it is isolated, so that it has threads", async () => {
        assert.equal(await tab.evaluate(() => crossOriginIsolated), true);
        assert.match(await tab.locator("#runtime").innerText(), /WebAssembly, \w+ thread/);
      });

      for (const { link, model } of SETTINGS) {
        await test.step(`its tokens are the command line's: ${link}`, async () => {
          await tab.goto(`${origin}/playground/?${model}${link.length}#${link}&count=6`);
          await stateIs("ready");
          await tab.click(".draw");
          await stateIs("done");
          const setting = new URLSearchParams(link), property = setting.get("property");
          const drawn = await run(
            ...["run", "-A", "src/commands/sample.ts", `results/models/${model}`],
            ...["--sampler", setting.get("method")!, "--T", "6", "--seed", "5", "--count", "6"],
            ...(property === null
              ? ["--label", "2"]
              : ["--property", property, "--gamma", setting.get("gamma")!]),
            ...(setting.has("eta") ? ["--eta", setting.get("eta")!] : []),
          );
          assert.deepEqual((await cards()).filter((text) => text !== ""), drawn.trim().split("\n"));
        });
      }

      await test.step("invalid ones have a reason, the others a drawing", async () => {
        await tab.waitForFunction(() =>
          [...document.querySelectorAll(".card")].every((card) =>
            card.querySelector(".picture svg, .reason") !== null
          )
        );
        const counted = await tab.locator(".counters").innerText();
        assert.match(counted, /of 6 finished/);
      });

      await test.step("steps go back and forth by keys", async () => {
        await tab.locator(".card").first().focus();
        await tab.keyboard.press("Home");
        assert.match(await tab.locator("#where").innerText(), /^step 1 of 6/);
        await tab.keyboard.press("ArrowRight");
        assert.match(await tab.locator("#where").innerText(), /^step 2 of 6/);
        await tab.keyboard.press("End");
        assert.match(await tab.locator("#where").innerText(), /^step 6 of 6/);
      });

      await test.step("two settings are drawn side by side, with the same noise", async () => {
        await tab.goto(`${origin}/playground/?two#${SETTINGS[1]!.link}&count=3&b.T=6`);
        await stateIs("ready");
        await tab.click(".draw");
        await stateIs("done");
        const texts = await cards();
        assert.equal(texts.length, 6);
        assert.deepEqual(texts.slice(0, 3), texts.slice(3));
      });

      await test.step("its sheet is saved as SVG, PNG and SMILES", async () => {
        for (const [kind, begin] of [["svg", "<svg"], ["png", "\x89PNG"], ["smiles", ""]]) {
          const saving = tab.waitForEvent("download");
          await tab.click(`[data-save=${kind}]`);
          const bytes = await Deno.readFile(await (await saving).path());
          assert.ok(String.fromCharCode(...bytes.subarray(0, 4)).startsWith(begin!));
          if (kind === "smiles") {
            const lines = new TextDecoder().decode(bytes).split("\n");
            assert.deepEqual(lines.slice(0, -1), await cards());
          }
        }
      });

      await test.step("it fits a phone", async () => {
        await tab.setViewportSize({ width: 360, height: 740 });
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth) <= 360);
      });

      await test.step("no request leaves the origin, and nothing went wrong", () => {
        const own = (url: string) => /^(blob|data):/.test(url) || url.startsWith(origin);
        assert.deepEqual(requests.filter((url) => !own(url)), []);
        assert.ok(requests.some((url) => url.endsWith(".onnx")));
        assert.deepEqual(errors, []);
      });
    } finally {
      await browser.close();
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
