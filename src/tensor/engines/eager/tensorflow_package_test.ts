import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import { findTensorflow, loadTensorflow, tensorflowFacts } from "./tensorflow_package.ts";

/** Runs a test in a folder where packages with these modules are installed. */
async function withPackages(
  modules: Readonly<Record<string, string>>,
  test: (folder: string) => void | Promise<void>,
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
  await withPackages({}, (folder) => {
    throws(
      () => loadTensorflow(folder),
      /Cannot use engine "tensorflow": neither .* npm install --no-save @tensorflow\/tfjs-node@4\.22\.0/,
    );
  });
});

Deno.test("an engine that is installed but broken says why", async () => {
  const modules = { "tfjs-node": 'throw new Error("libtensorflow.so.2: no such file");' };
  await withPackages(modules, (folder) => {
    throws(
      () => loadTensorflow(folder),
      /Cannot use engine "tensorflow": @tensorflow\/tfjs-node does not load: libtensorflow/,
    );
  });
});

Deno.test("a package that lacks another is not taken for one that is not installed", async () => {
  await withPackages({ "tfjs-node": 'require("node-pre-gyp");' }, (folder) => {
    throws(() => loadTensorflow(folder), /tfjs-node does not load: Cannot find module/);
  });
});

Deno.test("the package for GPUs is preferred, also from a folder below", async () => {
  await withPackages({ "tfjs-node": "", "tfjs-node-gpu": "" }, async (folder) => {
    const below = join(folder, "below");
    await Deno.mkdir(below);
    equal(findTensorflow(below)?.name, "@tensorflow/tfjs-node-gpu");
  });
});

Deno.test("the version of a package that a user installs is a fact of the engine", async () => {
  await withPackages({ "tfjs-node": "" }, async (folder) => {
    deepEqual(tensorflowFacts(folder), { package: "@tensorflow/tfjs-node" });
    const manifest = join(folder, "node_modules", "@tensorflow", "tfjs-node", "package.json");
    await Deno.writeTextFile(manifest, '{ "version": "1.2.3" }');
    deepEqual(tensorflowFacts(folder), { package: "@tensorflow/tfjs-node@1.2.3" });
  });
  await withPackages({}, (folder) => deepEqual(tensorflowFacts(folder), {}));
});
