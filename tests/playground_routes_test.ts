import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { writePromptPlaces } from "../src/artifacts/prompts/prompt_places.ts";
import { readCheckpoint, writeCheckpoint } from "../src/model/checkpoint.ts";
import { writeRunRecord } from "../src/pipeline/runs/run_record.ts";
import type { OfferedNetworks } from "../src/playground/settings/offered_network.ts";
import { html } from "../src/report/page/html.ts";
import { renderPage } from "../src/report/page/page.ts";
import { reportHandler } from "../src/report/server/handler.ts";
import { writeTextNetworks } from "./text_networks_fixture.ts";

const RUN = "own/one";

/** Results of a run with a report and networks, and a server of them with a page of its own. */
async function withServer(
  use: (get: (path: string) => Promise<Response>, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const results = join(folder, "results"), site = join(folder, "site"), run = join(results, RUN);
  try {
    await Deno.mkdir(join(run, "report"), { recursive: true });
    await Deno.mkdir(site);
    await Deno.writeTextFile(join(site, "networks.json"), '{"networks": []}');
    await Deno.writeTextFile(join(site, "index.html"), "<p>the page</p>");
    await Deno.writeTextFile(join(folder, "secret"), "secret");
    writeRunRecord(run, {
      ...{ run: "one", status: "done", pipeline: "own", params: {}, settings: [], digest: "one" },
      ...{ deno: "2", finishedAt: "2026-11-30T00:00:01Z", outputs: {}, instances: {} },
    });
    const own = { title: "A report", lead: "", source: html``, sections: [], footer: html`` };
    await Deno.writeTextFile(join(run, "report", "report.html"), renderPage(own));
    for (const { id, folder: from } of await writeTextNetworks(join(folder, "made"))) {
      await Deno.rename(from, join(run, id));
    }
    const places = { promptPositions: 4, answerPositions: 4, examples: ["a="] };
    await writePromptPlaces(join(run, "letters"), places);
    const words = await readCheckpoint(join(run, "speeches"));
    const training = { objective: "ar" };
    await writeCheckpoint(join(run, "ar"), {
      ...{ ...words, config: { ...words.config, causal: true }, training },
    });
    const page = () => Promise.resolve(site);
    const handler = reportHandler({
      ...{ results, store: join(folder, "store"), playground: { page, known: page } },
    });
    await use((path) => handler(new Request(`http://localhost:4173${path}`)), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("reports and pages of runs link to the playground, which offers the networks that they published", async () => {
  await withServer(async (get) => {
    for (const path of [`/run/${RUN}`, `/runs/${RUN}/report/report.html`]) {
      match(await (await get(path)).text(), /href="\/playground\/#run=own%2Fone"/, path);
    }
    match(await (await get("/")).text(), /href="\/playground\/"/);

    const { home, networks }: OfferedNetworks = await (await get("/playground/networks.json"))
      .json();
    strictEqual(home, "/");
    // One that is shown words in a row is left out.
    deepStrictEqual(
      networks.map(({ id }) => id),
      ["letters", "published", "speeches"].map((id) => `${RUN}/${id}`),
    );
    const [letters, published, speeches] = networks;
    strictEqual(letters!.prompted!.promptPositions, 4);
    deepStrictEqual([speeches!.writes, speeches!.prompted], ["text", undefined]);

    for (const address of [...networks.map(({ file }) => file), published!.tokenizer!]) {
      const response = await get(`/playground/${address}`);
      strictEqual(response.status, 200, address);
      ok((await response.arrayBuffer()).byteLength > 1000, address);
    }
  });
});

Deno.test("the playground's page is isolated, and nothing beside its folder is served", async () => {
  await withServer(async (get) => {
    const page = await get("/playground/");
    strictEqual(await page.text(), "<p>the page</p>");
    strictEqual(page.headers.get("cross-origin-opener-policy"), "same-origin");
    strictEqual(page.headers.get("cross-origin-embedder-policy"), "require-corp");
    const moved = await get("/playground");
    deepStrictEqual([moved.status, moved.headers.get("location")], [301, "/playground/"]);
    for (const path of ["..%2fsecret", "%2e%2e/secret", "networks/none/network.onnx", "none.js"]) {
      const { status } = await get(`/playground/${path}`);
      strictEqual(status, 404, path);
    }
  });
});
