import assert from "node:assert/strict";
import { join } from "node:path";
import { readPromptPlaces } from "../src/artifacts/prompts/prompt_places.ts";
import type { CheckpointPlace } from "../src/playground/files/offered_checkpoint.ts";
import { reportHandler } from "../src/report/server/handler.ts";
import { escapeControls } from "../src/terminal/escape.ts";
import { browserTest, launchChromium } from "./browser_fixture.ts";

/** Settings of molecules whose tokens must be the command line's: a method, a network, and guidance. */
const MOLECULES = [
  "method=proseco&network=proseco&T=6&seed=5&property=qed&gamma=2",
  "method=mdm&network=mdm&T=6&seed=5",
  "method=remdm&network=mdm&T=6&seed=5&eta=0.5",
];

/** The same of a network of texts, of one that answers, and of one with a published tokenizer. */
const TEXTS = [
  "method=mdm&network=speeches&T=6&seed=5",
  "method=proseco&network=speeches&T=6&S=1&seed=5&temperature=0.7",
  "method=mdm&network=letters&T=3&seed=5&prompt=b%3D&temperature=1&count=4",
  "method=proseco&network=letters&T=4&S=1&omega=1&seed=5&prompt=aa%3D&count=4&temperature=1",
  "method=proseco&network=letters&T=4&S=1&omega=1&seed=5&prompt=aa%3D&order=random&count=4&temperature=1",
  "method=remdm&network=letters&T=4&seed=5&prompt=c%3D&eta=0.5&count=4&temperature=1",
  "method=mdm&network=published&T=4&seed=5&prompt=Hi&temperature=1&count=2",
];

/** Types without which a browser takes no module and no page. */
const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript" };

/** A web host of static files, as any is: its pages are not isolated. */
function plainHost(folder: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async ({ url }) => {
    const path = new URL(url).pathname.replace(/\/$/, "/index.html");
    const type = TYPES[path.split(".").at(-1)!.replace("mjs", "js")];
    return new Response(await Deno.readFile(folder + path), {
      headers: type === undefined ? {} : { "content-type": type },
    });
  });
}

/** What a shell prints that is given a command, as the page copies it. */
async function printed(command: string): Promise<string> {
  const own = `'${Deno.execPath()}' run --no-check -A src/commands/sample.ts`;
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command.replace(/^deno task sample/, own)],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stdout) + decoder.decode(stderr));
  return decoder.decode(stdout);
}

/** Links to networks of texts and answers that go with the project, two a network. */
async function shippedTexts(places: readonly CheckpointPlace[]): Promise<string[]> {
  const texts = places.filter(({ id }) => id.includes("/"));
  const links = texts.map(async ({ id, folder }) => {
    const prompts = await readPromptPlaces(folder), method = id.split("/")[1]!;
    const name = method === "proseco" ? method : "mdm";
    const link = `method=${name}&network=${encodeURIComponent(id)}&T=6&seed=5`;
    if (prompts === undefined) return [link, `${link}&temperature=0.5`];
    const prompt = encodeURIComponent(prompts.examples[0]!);
    return [`${link}&prompt=${prompt}`, `${link}&prompt=${prompt}&order=random&temperature=0.5`];
  });
  return (await Promise.all(links)).flat();
}

browserTest(
  "The playground draws in a real browser what the command line draws",
  import.meta.filename!,
  async (test) => {
    const { writePlayground } = await import("../src/playground/files/write_playground.ts");
    const { writeKnown } = await import("../src/playground/files/write_known.ts");
    const { shippedNetworks } = await import("../src/playground/files/shipped_networks.ts");
    const { writeTextNetworks } = await import("./text_networks_fixture.ts");
    const folder = await Deno.makeTempDir(), site = join(folder, "site");
    Deno.env.set("XDG_CACHE_HOME", join(folder, "cache"));
    const shipped = shippedNetworks();
    await writePlayground(site, [...shipped, ...await writeTextNetworks(folder)]);
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
      const context = await browser.newContext({
        reducedMotion: "reduce",
        permissions: ["clipboard-read", "clipboard-write"],
      });
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
        assert.match(await tab.locator("#runtime").innerText(), /WebAssembly on .* core/);
      });

      const drawn = async (link: string): Promise<string[]> => {
        await tab.goto(`${origin}/playground/?${encodeURIComponent(link)}#${link}`);
        await stateIs("ready");
        await tab.click(".draw");
        await stateIs("done");
        return await cards();
      };
      const copied = async (kind: string): Promise<string> => {
        await tab.click(`[data-copy=${kind}]`);
        return await tab.evaluate(() => navigator.clipboard.readText());
      };

      for (const link of [...TEXTS, ...await shippedTexts(shipped)]) {
        await test.step(`its texts are those of the command that it copies: ${link}`, async () => {
          const texts = await drawn(link);
          assert.ok(texts.some((text) => text !== ""), JSON.stringify(texts));
          // A terminal is shown no controls.
          const shown = escapeControls(`${texts.join("\n")}\n`);
          assert.equal(await printed(await copied("command")), shown);
        });
      }

      for (const link of MOLECULES) {
        await test.step(`its tokens are those of the command that it copies: ${link}`, async () => {
          const texts = (await drawn(`${link}&count=6`)).filter((text) => text !== "");
          assert.equal(await printed(await copied("command")), `${texts.join("\n")}\n`);
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

      await test.step("a link that it copies draws the same", async () => {
        const before = await cards(), link = await copied("link");
        assert.deepEqual(await drawn(new URL(link).hash.slice(1)), before);
      });

      await test.step("a host that isolates no page draws the same", async () => {
        const before = await cards(), host = plainHost(site);
        const other = await browser.newPage();
        try {
          const { hash } = new URL(tab.url());
          await other.goto(`http://127.0.0.1:${host.addr.port}/${hash}`);
          await other.click(".draw:enabled", { timeout: 60_000 });
          // Here steps are played, to the last.
          const isShown = () =>
            document.documentElement.dataset.state === "done" &&
            document.querySelector("#where")!.textContent === "step 6 of 6";
          await other.waitForFunction(isShown, null, { timeout: 60_000 });
          assert.equal(await other.evaluate(() => crossOriginIsolated), false);
          const texts = other.locator(".card").evaluateAll((all) =>
            all.map((card) => (card as HTMLElement).dataset.text!)
          );
          assert.deepEqual(await texts, before);
        } finally {
          await other.close();
          await host.shutdown();
        }
      });

      await test.step("two settings are drawn side by side, with the same noise", async () => {
        const texts = await drawn(`${MOLECULES[1]!}&count=3&b.T=6`);
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
        await tab.click(".draw");
        await stateIs("done");
        // The sheets stand below the panel, and who draws is shown them.
        const top = await tab.locator("#sheets").evaluate((all) => all.getBoundingClientRect().top);
        assert.ok(top >= 0 && top < 740, String(top));
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
