import { match, notStrictEqual, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { ObjectFolder, type ObjectRecord } from "./objects.ts";

class Folder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "objects-" });
  readonly objects = new ObjectFolder(join(this.path, "objects"));

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }

  /** Writes files in the given order and takes them in as one folder. */
  take(...files: [name: string, text: string][]): ObjectRecord {
    const path = join(this.path, "new");
    for (const [name, text] of files) {
      Deno.mkdirSync(join(path, name, ".."), { recursive: true });
      if (!name.endsWith("/")) Deno.writeTextFileSync(join(path, name), text);
      else Deno.mkdirSync(join(path, name));
    }
    return this.objects.take(path, "it");
  }
}

Deno.test("A folder's hash does not depend on the order in which its files were written", () => {
  using folder = new Folder();
  const { hash } = folder.take(["b", "2"], ["a/c", "1"], ["empty/", ""]);
  strictEqual(folder.take(["empty/", ""], ["a/c", "1"], ["b", "2"]).hash, hash);
});

Deno.test("A folder's hash depends on names, contents and empty folders", () => {
  using folder = new Folder();
  const hashes = [
    folder.take(["a", "1"]),
    folder.take(["b", "1"]),
    folder.take(["a", "2"]),
    folder.take(["a", "1"], ["c/", ""]),
    folder.take(["a/a", "1"]),
  ].map(({ hash }) => hash);
  strictEqual(new Set(hashes).size, hashes.length);
});

Deno.test("What is stored cannot be written by accident, and is found whole", () => {
  using folder = new Folder();
  const record = folder.take(["a", "1"]);
  const path = join(folder.objects.pathOf(record.hash), "a");
  strictEqual(Deno.statSync(path).mode! & 0o222, 0);
  strictEqual(folder.objects.check(record, true), undefined);
});

Deno.test("A changed byte is found by its time at once, and without it when every byte is read", () => {
  using folder = new Folder();
  const record = folder.take(["a", "1"]);
  const path = join(folder.objects.pathOf(record.hash), "a");
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, "2");
  match(folder.objects.check(record)!.reason, /^"a" was changed$/);
  Deno.utimeSync(path, 1, 1);
  strictEqual(folder.objects.check(record), undefined);
  match(folder.objects.check(record, true)!.reason, /^"a" was changed$/);
});

Deno.test("A damaged object is replaced by a whole one", () => {
  using folder = new Folder();
  const record = folder.take(["a", "1"], ["b", "2"]);
  Deno.removeSync(join(folder.objects.pathOf(record.hash), "b"));
  notStrictEqual(folder.objects.check(record), undefined);
  folder.take(["a", "1"], ["b", "2"]);
  strictEqual(folder.objects.check(record), undefined);
});

Deno.test("A link within a folder is refused with where it leads", () => {
  using folder = new Folder();
  Deno.mkdirSync(join(folder.path, "new"));
  Deno.symlinkSync("/etc/passwd", join(folder.path, "new", "link"));
  throws(() => folder.take(["a", "1"]), /^UserError: it is a link to "\/etc\/passwd" \("link"\)/);
});
