import { match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { bundleModules } from "./bundle_modules.ts";

Deno.test("bundleModules() writes a module with what it imports, for a browser", async () => {
  const folder = await Deno.makeTempDir();
  const entries = [new URL("../random/key.ts", import.meta.url)];
  await bundleModules({ entries, folder });
  const text = await Deno.readTextFile(join(folder, "key.js"));
  match(text, /export\{.*\bfoldIn\b/);
  ok(!/\bfrom"|\bimport"/.test(text), text.slice(0, 200));
  const { randomKey } = await import(`file://${join(folder, "key.js")}`);
  ok(randomKey(1).length === 2);
});

Deno.test("bundleModules() says which module it cannot bundle", async () => {
  const folder = await Deno.makeTempDir(), missing = new URL("./no_such.ts", import.meta.url);
  await rejects(
    bundleModules({ entries: [missing], folder }),
    /^Error: Cannot bundle no_such\.ts for a browser: /,
  );
});
