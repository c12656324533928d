import { notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { FileHashes } from "./file_hashes.ts";
import type { ObjectRecord } from "./object_record.ts";
import { ObjectFolder } from "./objects.ts";

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

/** Does something as if a minute had passed. */
function later<Result>(use: () => Result): Result {
  const { now } = Date;
  Date.now = () => now() + 60_000;
  try {
    return use();
  } finally {
    Date.now = now;
  }
}

Deno.test("A file that stays as it is is read once, by whichever process", () => {
  withFile((file, open) => {
    const [hashes] = open();
    const { hash } = later(() => hashes.describe(file, "it"));
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
    const { hash } = later(() => hashes.describe(file, "it"));
    hashes.save();
    Deno.writeTextFileSync(`${file}.new`, "two");
    Deno.utimeSync(`${file}.new`, 1000, 1000);
    Deno.renameSync(`${file}.new`, file);
    notStrictEqual(open()[0].describe(file, "it").hash, hash);
  });
});

Deno.test("A file whose bytes were changed and its time set back is read again", () => {
  withFile((file, open) => {
    Deno.utimeSync(file, 1000, 1000);
    const [hashes] = open();
    const { hash } = later(() => hashes.describe(file, "it"));
    hashes.save();
    // Clocks of file systems tick every few milliseconds.
    const before = Deno.statSync(file).ctime!.getTime();
    do {
      Deno.writeTextFileSync(file, "two");
      Deno.utimeSync(file, 1000, 1000);
    } while (Deno.statSync(file).ctime!.getTime() === before);
    notStrictEqual(open()[0].describe(file, "it").hash, hash);
  });
});
