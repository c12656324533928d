import { deepStrictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { linkedFiles } from "./linked_files.ts";

const isWindows = Deno.build.os === "windows";

function inFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test({
  name: "linkedFiles() lists files behind links, and empty folders",
  ignore: isWindows,
  fn: () =>
    inFolder((folder) => {
      Deno.mkdirSync(join(folder, "real", "empty"), { recursive: true });
      Deno.writeTextFileSync(join(folder, "real", "a.txt"), "a");
      Deno.mkdirSync(join(folder, "input"));
      Deno.symlinkSync("../real", join(folder, "input", "linked"));
      Deno.symlinkSync("../real/a.txt", join(folder, "input", "b.txt"));
      deepStrictEqual(linkedFiles(join(folder, "input")), [
        ...["b.txt", "linked/a.txt", "linked/empty/"],
      ]);
    }),
});

Deno.test({
  name: "linkedFiles() refuses a link to a folder around it, and one to nothing",
  ignore: isWindows,
  fn: () =>
    inFolder((folder) => {
      Deno.symlinkSync(".", join(folder, "around"));
      throws(() => linkedFiles(folder), /around": it is a link to a folder around it/);
      Deno.removeSync(join(folder, "around"));
      Deno.symlinkSync("nowhere", join(folder, "nothing"));
      throws(() => linkedFiles(folder), /Cannot read ".*nothing": .*os error 2/);
    }),
});
