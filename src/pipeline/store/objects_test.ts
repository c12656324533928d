import {
  deepStrictEqual,
  match,
  notStrictEqual,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import { canonicalJson } from "../../support/json.ts";
import type { FolderRecord, ObjectRecord } from "./object_record.ts";
import { ObjectFolder } from "./objects.ts";

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

Deno.test("No file has the hash of a folder, whichever text it holds", () => {
  using folder = new Folder();
  const record = folder.take(["a", "1"]) as FolderRecord;
  const json = canonicalJson(record.files);
  for (const text of [json, `folder\n${json}`]) {
    const path = join(folder.path, "file");
    Deno.writeTextFileSync(path, text);
    notStrictEqual(folder.objects.take(path, "it").hash, record.hash);
  }
});

Deno.test("What is no hash is no place, whoever asks for it", () => {
  using folder = new Folder();
  Deno.mkdirSync(join(folder.path, "precious"));
  for (const hash of ["../../precious", "../..//", "", "0".repeat(63), "A".repeat(64)]) {
    throws(() => folder.objects.pathOf(hash), /internal: .* is no hash of an object/);
    throws(() => folder.objects.discard(hash), /is no hash of an object/);
    throws(() => folder.objects.check({ kind: "file", hash, bytes: 0 }), /is no hash/);
  }
  ok(Deno.statSync(join(folder.path, "precious")).isDirectory);
});

Deno.test("An object that is discarded leaves nothing behind", () => {
  using folder = new Folder();
  const { hash } = folder.take(["a", "1"], ["b/c", "2"]);
  folder.objects.discard(hash);
  folder.objects.discard(hash);
  deepStrictEqual([...Deno.readDirSync(join(folder.objects.path, hash.slice(0, 2)))], []);
});

Deno.test({
  name: "A file that is linked to from elsewhere is copied, and stays as it is there",
  ignore: Deno.build.os === "windows",
  fn() {
    using folder = new Folder();
    const own = join(folder.path, "data.csv");
    Deno.writeTextFileSync(own, "a,b\n");
    Deno.chmodSync(own, 0o640);
    const before = Deno.statSync(own);
    Deno.mkdirSync(join(folder.path, "output"));
    Deno.linkSync(own, join(folder.path, "output", "data.csv"));
    Deno.linkSync(own, join(folder.path, "file"));
    for (const name of ["output", "file"]) {
      const record = folder.objects.take(join(folder.path, name), "it");
      strictEqual(folder.objects.check(record, true), undefined);
    }
    const after = Deno.statSync(own);
    deepStrictEqual([after.mode! & 0o777, after.mtime], [0o640, before.mtime]);
    Deno.writeTextFileSync(own, "c,d\n");
    strictEqual(after.nlink, 1);
  },
});

Deno.test({
  name: "A name that no manifest may have is refused when it is written",
  ignore: Deno.build.os === "windows",
  fn() {
    using folder = new Folder();
    throws(() => folder.take(["a\\b", "1"]), /^UserError: it has a file named "a\\\\b": name it/);
  },
});

/** Lets the system refuse what only the owner of a file may do. */
function asAnotherUser(): Disposable {
  const { utimeSync, chmodSync } = Deno;
  const refuse = () => {
    throw new Deno.errors.PermissionDenied("Operation not permitted (os error 1)");
  };
  const folderOfObjects = /\/objects\//;
  Deno.utimeSync = (path, ...times) =>
    folderOfObjects.test(String(path)) ? refuse() : utimeSync(path, ...times);
  Deno.chmodSync = (path, mode) =>
    folderOfObjects.test(String(path)) ? refuse() : chmodSync(path, mode);
  return { [Symbol.dispose]: () => void Object.assign(Deno, { utimeSync, chmodSync }) };
}

Deno.test("What another user of the store has written already is as good as one's own", () => {
  using folder = new Folder();
  const first = folder.take(["a", "1"]);
  const file = join(folder.path, "file");
  Deno.writeTextFileSync(file, "text");
  const text = folder.objects.take(file, "it");
  const stored = folder.objects.pathOf(text.hash);
  // As a copy by another program leaves it.
  Deno.utimeSync(stored, 5, 5);
  using _ = asAnotherUser();
  strictEqual(folder.objects.check(text), undefined);
  Deno.writeTextFileSync(file, "text");
  deepStrictEqual(folder.objects.take(file, "it"), text);
  deepStrictEqual(folder.take(["a", "1"]), first);
  for (const record of [first, text]) strictEqual(folder.objects.check(record, true), undefined);
  deepStrictEqual(
    [...Deno.readDirSync(folder.objects.pathOf(first.hash))].map(({ name }) => name),
    [
      "a",
    ],
  );
});
