import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../support/json.ts";
import { exists } from "../../support/files.ts";
import { findGarbage, removeGarbage } from "./gc.ts";
import { keyOf, type KeyParts } from "./manifest.ts";
import { Store } from "./store.ts";

class TestStore implements Disposable {
  readonly store = Store.open(Deno.makeTempDirSync({ prefix: "gc-" }));

  [Symbol.dispose](): void {
    Deno.removeSync(this.store.path, { recursive: true });
  }

  /** Stores a result and gives its key. */
  put(name: string): string {
    const { store } = this;
    const parts: KeyParts = {
      ...{
        contract: 1,
        kind: "test",
        params: { name },
        inputs: {},
        code: sha256(`code of ${name}`),
      },
      ...{ packages: [], environment: {} },
    };
    const path = join(store.path, "incoming");
    Deno.writeTextFileSync(path, name);
    const text = store.objects.take(path, "text");
    const key = keyOf(parts);
    const rest = { pipeline: "p", run: "r", facts: {}, seconds: 0, host: "", deno: "" };
    const startedAt = new Date().toISOString();
    store.writeManifest({ key, instance: name, parts, outputs: { text }, startedAt, ...rest });
    store.writeGraph({ hash: parts.code, files: {} });
    return key;
  }

  /** Leaves a checkpoint of an unfinished instance. */
  leave(key: string): string {
    const path = this.store.scratchFolder(key);
    Deno.mkdirSync(path, { recursive: true });
    return path;
  }

  collect(keep: readonly string[], wanted: readonly string[] = [], minAge = 0) {
    const options = { keep: new Set(keep), wanted: new Set(wanted), minAge };
    return findGarbage(this.store, options);
  }
}

Deno.test("Garbage is the result of a key that none needs, with its object and its graph", () => {
  using test = new TestStore();
  const [kept, other] = [test.put("kept"), test.put("other")];
  const garbage = test.collect([kept]);
  deepStrictEqual(garbage.map(({ what }) => what), ["manifest", "object", "leftover"]);
  removeGarbage(garbage, 0);
  ok(test.store.lookUp(kept).found);
  strictEqual(test.store.lookUp(other).found, undefined);
  deepStrictEqual(test.collect([kept]), []);
});

Deno.test("An object that a kept result shares with another stays", () => {
  using test = new TestStore();
  const [kept] = [test.put("kept")];
  const manifest = test.store.lookUp(kept).found!;
  const parts = { ...manifest.parts, kind: "else" };
  test.store.writeManifest({ ...manifest, parts, key: keyOf(parts) });
  deepStrictEqual(test.collect([kept]).map(({ what }) => what), ["manifest"]);
});

Deno.test("The result and the checkpoint that an unfinished run wants stay", () => {
  using test = new TestStore();
  const done = test.put("done");
  test.leave("begun");
  deepStrictEqual(test.collect([], [done, "begun"]), []);
  deepStrictEqual(test.collect([done], []).map(({ what }) => what), ["unfinished"]);
});

Deno.test("What is young stays, and what was stored again since it was found", () => {
  using test = new TestStore();
  const key = test.put("young");
  const { hash } = test.store.lookUp(key).found!.outputs.text!;
  deepStrictEqual(test.collect([], [], 60_000), []);
  const garbage = test.collect([]);
  test.put("young");
  removeGarbage(garbage, 60_000);
  ok(exists(test.store.objects.pathOf(hash)));
});

Deno.test("The lease and the leftovers of a dead process are garbage", () => {
  using test = new TestStore();
  for (const name of ["leases/key", "incoming/half"]) {
    Deno.mkdirSync(join(test.store.path, name), { recursive: true });
  }
  deepStrictEqual(test.collect([]).map(({ what }) => what), ["leftover", "leftover"]);
});
