import { equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { useEngine } from "../engines.ts";
import { findTensorflow } from "./tensorflow_package.ts";

/** Runs a test in a folder where packages with these modules are installed. */
async function withPackages(
  modules: Readonly<Record<string, string>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, source] of Object.entries(modules)) {
      const home = join(folder, "node_modules", "@tensorflow", name);
      await Deno.mkdir(home, { recursive: true });
      await Deno.writeTextFile(join(home, "index.js"), source);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("an engine that is not installed says how to install it", async () => {
  await withPackages({}, async (folder) => {
    await rejects(
      useEngine("tensorflow", folder),
      /Cannot use engine "tensorflow": neither .* npm install --no-save @tensorflow\/tfjs-node@4\.22\.0/,
    );
  });
});

Deno.test("an engine that is installed but broken says why", async () => {
  const modules = { "tfjs-node": 'throw new Error("libtensorflow.so.2: no such file");' };
  await withPackages(modules, async (folder) => {
    await rejects(
      useEngine("tensorflow", folder),
      /Cannot use engine "tensorflow": @tensorflow\/tfjs-node does not load: libtensorflow/,
    );
  });
});

Deno.test("a package that lacks another is not taken for one that is not installed", async () => {
  await withPackages({ "tfjs-node": 'require("node-pre-gyp");' }, async (folder) => {
    await rejects(useEngine("tensorflow", folder), /tfjs-node does not load: Cannot find module/);
  });
});

Deno.test("the package for GPUs is preferred, also from a folder below", async () => {
  await withPackages({ "tfjs-node": "", "tfjs-node-gpu": "" }, async (folder) => {
    const below = join(folder, "below");
    await Deno.mkdir(below);
    equal(findTensorflow(below)?.name, "@tensorflow/tfjs-node-gpu");
  });
});
