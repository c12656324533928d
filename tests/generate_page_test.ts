import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reportHandler } from "../src/report/server/handler.ts";
import { browserTest, launchChromium } from "./browser_fixture.ts";
import { writePublishedNetwork } from "./published_fixture.ts";

const answers = { command: fileURLToPath(new URL("../src/commands/generate.ts", import.meta.url)) };

Deno.test("The server's page of answers takes what its form sends, and nothing else", async (test) => {
  const root = await Deno.makeTempDir(), network = join(root, "results", "tiny");
  const handler = reportHandler({
    ...{ results: join(root, "results"), store: join(root, ".store"), answers },
  });
  const ask = async (body: unknown, type = "application/json") => {
    const response = await handler(
      new Request("http://localhost/generate/answers", {
        ...{ method: "POST", headers: { "content-type": type }, body: JSON.stringify(body) },
      }),
    );
    return { status: response.status, text: await response.text() };
  };
  const page = async () => await (await handler(new Request("http://localhost/generate"))).text();
  const asked = { network: "tiny", prompt: "Hi", chat: true, options: { length: "6", T: "3" } };
  try {
    await test.step("says what to do where no network writes text", async () => {
      assert.match(await page(), /deno task serve FOLDER/);
    });

    await writePublishedNetwork(network);

    await test.step("names networks that do", async () => {
      assert.match(await page(), /<option value="tiny" data-chats="true">tiny<\/option>/);
    });

    await test.step("answers as events: a step each, then the answer", async () => {
      const { status, text } = await ask(asked);
      assert.equal(status, 200);
      const events = text.trim().split("\n\n").map((event) => JSON.parse(event.slice(6)));
      assert.deepEqual(events.map(({ step }) => step), [1, 2, 3, undefined]);
      assert.deepEqual(events[0].pieces.map(({ state }: { state: string }) => state).sort(), [
        ...["masked", "masked", "masked", "masked", "written", "written"],
      ]);
      assert.equal(typeof events[3].answer, "string");
      assert.equal(events[3].evaluations, 3);
    });

    await test.step("tells what the command says where it refuses", async () => {
      const { text } = await ask({ ...asked, options: { T: "many" } });
      assert.deepEqual(JSON.parse(text.slice(6)), {
        problem: '--T must be a number: got "many"',
      });
    });

    await test.step("ends the process of an answer that nobody waits for, and answers the next", async () => {
      const request = () =>
        handler(
          new Request("http://localhost/generate/answers", {
            ...{ method: "POST", headers: { "content-type": "application/json" } },
            body: JSON.stringify({ ...asked, options: { length: "500", T: "500" } }),
          }),
        );
      const first = await request();
      const reader = first.body!.getReader();
      await reader.read();
      const second = await request();
      assert.equal(second.status, 409);
      assert.match(await second.text(), /Another answer is being made/);
      await reader.cancel();
      // The place is free when the process is gone, which nothing but asking tells.
      let third = await request();
      while (third.status === 409) {
        await third.body?.cancel();
        third = await request();
      }
      assert.equal(third.status, 200);
      await third.body!.cancel();
    });

    await test.step("refuses other types, other keys and networks that it does not name", async () => {
      assert.equal((await ask(asked, "text/plain")).status, 415);
      assert.equal((await ask({ ...asked, options: { json: "" } })).status, 400);
      assert.equal((await ask({ ...asked, prompt: "" })).status, 400);
      assert.equal((await ask({ ...asked, network: "../tiny" })).status, 404);
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

browserTest("Answers appear in a browser", import.meta.filename!, async (test) => {
  const root = await Deno.makeTempDir(), results = join(root, "results");
  await writePublishedNetwork(join(results, "tiny"));
  const browser = await launchChromium();
  const handler = reportHandler({ results, store: join(root, ".store"), answers });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const problems: string[] = [];
  try {
    const open = async (width: number, colorScheme: "light" | "dark") => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => problems.push(message.text()));
      await page.goto(`http://localhost:${server.addr.port}/generate`);
      return page;
    };
    const page = await open(1280, "light");
    const status = page.locator("#status"), stage = page.locator("#stage span");
    const isOver = () =>
      page.waitForFunction(() =>
        !document.querySelector<HTMLButtonElement>("#ask-button")!.disabled
      );

    await test.step("an answer is written, its corrected tokens marked, by keys alone", async () => {
      assert.equal(await page.locator("#chat").isChecked(), true);
      for (
        const [name, value] of [["length", "16"], ["T", "8"], ["S", "2"], ["omega", "1"]]
      ) await page.locator(`input[name="${name}"]`).fill(value!);
      await page.locator("#prompt").fill("Who are you?");
      await page.keyboard.press("Control+Enter");
      await isOver();
      assert.match(await status.innerText(), /^Done/);
      assert.equal(await stage.count(), 16);
      assert.equal(await page.locator("#stage .masked").count(), 0);
      const cost = await page.locator("#cost").innerText();
      const [, corrected] = cost.match(/^\d+ evaluations · .* tokens\/s · (\d+) corrected · /)!;
      assert.ok(Number(corrected) > 0, cost);
      assert.ok(await page.locator("#stage .corrected").count() > 0);
      assert.equal(await page.locator("#said").isVisible(), true);
    });

    await test.step("Escape stops an answer, of which stays what there is", async () => {
      await page.locator('input[name="length"]').fill("480");
      await page.locator('input[name="T"]').fill("480");
      await page.locator("#ask-button").click();
      await page.locator("#stage span").first().waitFor();
      await page.keyboard.press("Escape");
      await isOver();
      assert.equal(await status.innerText(), "Stopped");
      assert.ok(await page.locator("#stage .masked").count() > 0);
    });

    await test.step("what is wrong is said", async () => {
      await page.locator('input[name="T"]').fill("none");
      const refused = async () => {
        await page.locator("#ask-button").click();
        await isOver();
        return await status.innerText();
      };
      // The process of the answer that was stopped may not be gone yet.
      let said = await refused();
      while (said.startsWith("Another answer")) said = await refused();
      assert.match(said, /^--T must be a number: got "none"$/m);
      problems.length = 0;
    });

    await test.step("it fits a phone, dark, and logs nothing", async () => {
      const phone = await open(390, "dark");
      assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 390);
      await phone.locator("#prompt").fill("Hi");
      await phone.locator('input[name="length"]').fill("40");
      await phone.locator('select[name="computes"]').selectOption("dual");
      await phone.locator("#ask-button").click();
      await phone.locator("#said").waitFor();
      assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 390);
      const ground = (of: typeof page) =>
        of.evaluate(() => getComputedStyle(document.querySelector("#prompt")!).backgroundColor);
      assert.notEqual(await ground(phone), await ground(page));
      assert.deepEqual(problems, []);
    });
  } finally {
    await browser.close();
    await server.shutdown();
    await Deno.remove(root, { recursive: true });
  }
});
