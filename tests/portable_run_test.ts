import { ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { browserTest, launchChromium } from "./browser_fixture.ts";
import { portableCore } from "./portable_core.ts";

function isThere(command: string, ...args: readonly string[]): boolean {
  try {
    return new Deno.Command(command, { args: [...args], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** Where the files of the engine `wasm` lie. */
const WASM_FILES = import.meta.resolve("@tensorflow/tfjs-backend-wasm");

/** Where the bundled modules of a folder are asked for; nothing listens there. */
const ORIGIN = "http://localhost";

/**
 * Bundles what the rooms compute; what is imported when it is needed, as native engines are, stays apart.
 */
async function bundle(folder: string, platform: "deno" | "browser"): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--external", "onnxruntime-node", "--external", "node:*"],
      ...["--platform", platform, "--code-splitting", "--outdir", folder],
      fileURLToPath(new URL("./portable_core.ts", import.meta.url)),
    ],
    cwd: fileURLToPath(new URL("../", import.meta.url)),
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  await Deno.writeTextFile(`${folder}/package.json`, '{ "type": "module" }');
}

async function withBundle(
  platform: "deno" | "browser",
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await bundle(folder, platform);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const hasNode = isThere("node", "--version");
Deno.test({
  name: `rooms without Deno compute the same in Node${hasNode ? "" : ": there is no node here"}`,
  ignore: !hasNode,
  fn: () =>
    withBundle("deno", async (folder) => {
      const args = [`${folder}/portable_core.js`];
      const { stdout, stderr } = await new Deno.Command("node", { args }).output();
      const said = new TextDecoder().decode(stdout).trim().split("\n").at(-1);
      strictEqual(said, await portableCore(), new TextDecoder().decode(stderr));
    }),
});

browserTest(
  "rooms without Deno compute the same in a browser, by plain JavaScript and by WebAssembly",
  import.meta.filename!,
  () =>
    withBundle("browser", async (folder) => {
      const browser = await launchChromium();
      try {
        const page = await browser.newPage(), asked = new Set<string>();
        await page.route(`${ORIGIN}/**`, (route) => {
          const { pathname } = new URL(route.request().url());
          asked.add(pathname);
          if (pathname === "/") {
            const body = '<script type="module" src="/portable_core.js"></script>';
            return route.fulfill({ body, contentType: "text/html" });
          }
          return route.fulfill({
            path: pathname.startsWith("/wasm/")
              ? fileURLToPath(new URL(pathname.slice(6), WASM_FILES))
              : folder + pathname,
          });
        });
        const here = await portableCore();
        for (const address of [ORIGIN, `${ORIGIN}/?wasm`]) {
          const [said] = await Promise.all([
            page.waitForEvent("console", (message) => message.text().startsWith("{")),
            page.goto(address),
          ]);
          strictEqual(said.text(), here, address);
        }
        ok([...asked].some((path) => /^\/wasm\/.*\.wasm$/.test(path)), [...asked].join());
      } finally {
        await browser.close();
      }
    }),
);
