import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { textWithoutFolders, withoutFolders } from "./without_folders.ts";

Deno.test("textWithoutFolders() leaves of absolute paths the names of their files, and all else as it is", () => {
  const cases = [
    ["read /home/me/qm9.csv.gz: 3 rows", "read qm9.csv.gz: 3 rows"],
    ["at run (file:///home/me/tasks/a.ts:3:7)", "at run (a.ts:3:7)"],
    ["data.file=/home/me/a.csv", "data.file=a.csv"],
    ['"/home/me" and C:\\Users\\me\\a.csv', '"me" and a.csv'],
    ...[
      "https://host.example/a/b.gz",
      "../a/b",
      "a/b/c",
      "1/2 done",
      "F/C=C/F",
      "./a/b",
      "/",
      "CC(/C=C/C)O",
      "F[C@@](/C=C/Br)",
      "c1cc[nH]/c/c1",
    ].map(
      (same) => [same, same],
    ),
  ];
  for (const [text, expected] of cases) strictEqual(textWithoutFolders(text!), expected);
});

Deno.test("withoutFolders() reaches every text of a value", () => {
  deepStrictEqual(
    withoutFolders({
      command: ["--data", "/a/b"],
      source: { path: "/a/b/c.gz", rows: 1, at: null },
    }),
    { command: ["--data", "b"], source: { path: "c.gz", rows: 1, at: null } },
  );
});
