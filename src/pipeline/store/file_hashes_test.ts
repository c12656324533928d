import { notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { FileHashes } from "./file_hashes.ts";
import { ObjectFolder, type ObjectRecord } from "./objects.ts";

/** Counts how often files are really read. */
class CountingFolder extends ObjectFolder {
  count = 0;
  override describe(path: string, what: string): ObjectRecord {
    this.count++;
    return super.describe(path, what);
  }
}

function withFile(use: (file: string, open: () => [FileHashes, CountingFolder]) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "hashes-" });
  const file = join(folder, "file");
  Deno.writeTextFileSync(file, "one");
  const open = (): [FileHashes, CountingFolder] => {
    const objects = new CountingFolder(folder);
    return [new FileHashes(join(folder, "hashes.json"), objects), objects];
  };
  try {
    use(file, open);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("A file that stays as it is is read once, by whichever process", () => {
  withFile((file, open) => {
    Deno.utimeSync(file, 1000, 1000);
    const [hashes] = open();
    const { hash } = hashes.describe(file, "it");
    hashes.save();
    const [again, objects] = open();
    strictEqual(again.describe(file, "it").hash, hash);
    strictEqual(objects.count, 0);
  });
});

Deno.test("A file that was written just before it was read is read again", () => {
  withFile((file, open) => {
    const [hashes] = open();
    hashes.describe(file, "it");
    hashes.save();
    const [again, objects] = open();
    again.describe(file, "it");
    strictEqual(objects.count, 1);
  });
});

Deno.test("A file of the same size and time is read again if it is another one", () => {
  withFile((file, open) => {
    Deno.utimeSync(file, 1000, 1000);
    const [hashes] = open();
    const { hash } = hashes.describe(file, "it");
    hashes.save();
    Deno.writeTextFileSync(`${file}.new`, "two");
    Deno.utimeSync(`${file}.new`, 1000, 1000);
    Deno.renameSync(`${file}.new`, file);
    notStrictEqual(open()[0].describe(file, "it").hash, hash);
  });
});
