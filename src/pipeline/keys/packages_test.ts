import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Packages } from "./packages.ts";

const CONFIG = { imports: { zod: "npm:zod@4.6.7", "lib/": "./src/lib/", "@a/b": "npm:@a/b@1" } };
const LOCK = {
  specifiers: { "npm:zod@4.6.7": "4.6.7", "npm:@a/b@1": "1.2.3" },
  npm: {
    "@a/b@1.2.3": { dependencies: ["c"], optionalDependencies: ["d@2.0.0"] },
    "c@3.0.0": { dependencies: ["@a/b"] },
    "d@2.0.0": {},
    "d@1.0.0": {},
  },
};

function packagesOf(config: unknown, lock: unknown): Packages {
  const folder = Deno.makeTempDirSync({ prefix: "packages-" });
  try {
    Deno.writeTextFileSync(join(folder, "deno.json"), JSON.stringify(config));
    Deno.writeTextFileSync(join(folder, "deno.lock"), JSON.stringify(lock));
    return Packages.read(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("The import map is followed, for folders and for paths within a package too", () => {
  const packages = packagesOf(CONFIG, LOCK);
  strictEqual(packages.resolve("zod"), "npm:zod@4.6.7");
  strictEqual(packages.resolve("zod/mini"), "npm:zod@4.6.7/mini");
  strictEqual(packages.resolve("lib/x.ts"), "./src/lib/x.ts");
  strictEqual(packages.resolve("./zod"), "./zod");
});

Deno.test("A package counts by its locked version, with all that it depends on", () => {
  const packages = packagesOf(CONFIG, LOCK);
  deepStrictEqual(packages.closure("npm:zod@4.6.7/mini"), ["zod@4.6.7"]);
  deepStrictEqual(packages.closure("npm:@a/b@1"), ["@a/b@1.2.3", "c@3.0.0", "d@2.0.0"]);
});

Deno.test("A package that is not locked is not known", () => {
  strictEqual(packagesOf({}, {}).closure("npm:new@^1"), undefined);
});
