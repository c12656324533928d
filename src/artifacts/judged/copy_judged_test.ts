import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { copyJudged, judgedFiles } from "./copy_judged.ts";

/** Folders `old`, `results` and `new` with files of these contents. */
async function withFolders(
  contents: Readonly<Record<string, Readonly<Record<string, string>>>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, files] of Object.entries(contents)) {
      await Deno.mkdir(join(folder, name));
      for (const [file, text] of Object.entries(files)) {
        await Deno.writeTextFile(join(folder, name, file), text, { mode: 0o444 });
      }
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("what was judged before is copied, and files that are new or have other bytes are judged", async () => {
  const contents = {
    old: { a: "one", b: "two" },
    results: { a: "ONE of before", b: "TWO of before" },
    new: { a: "one", b: "too", c: "one" },
    out: {},
  };
  await withFolders(contents, async (folder) => {
    const made: string[] = [];
    const read = (path: string) => Deno.readTextFile(path);
    const make = async (input: string, output: string) => {
      made.push(input);
      await Deno.writeTextFile(output, (await read(input)).toUpperCase());
      return await read(output);
    };
    const judge = copyJudged(
      await judgedFiles(join(folder, "old"), join(folder, "results")),
      make,
      read,
    );
    const results: string[] = [];
    for (const name of ["a", "b", "c"]) {
      results.push(await judge(join(folder, "new", name), join(folder, "out", name)));
    }
    deepStrictEqual(results, ["ONE of before", "TOO", "ONE"]);
    deepStrictEqual(made, ["b", "c"].map((name) => join(folder, "new", name)));
    // A run must be able to remove what it wrote.
    const { mode } = await Deno.stat(join(folder, "out", "a"));
    deepStrictEqual(Deno.build.os === "windows" || (mode! & 0o200) !== 0, true);
  });
});

Deno.test("a single file that was judged is no folder to copy from", async () => {
  await withFolders({ old: { a: "one" }, results: { a: "ONE" } }, async (folder) => {
    deepStrictEqual(
      await judgedFiles(join(folder, "old", "a"), join(folder, "results", "a")),
      [],
    );
  });
});
