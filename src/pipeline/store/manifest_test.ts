import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { sha256 } from "../../support/json.ts";
import { formatManifest, keyOf, type KeyParts, type Manifest, parseManifest } from "./manifest.ts";
import { folderHash, type FolderRecord } from "./object_record.ts";

const HASH = sha256("some bytes");
const FILES: FolderRecord["files"] = { "a.txt": [HASH, 3], "b/c.txt": [HASH, 4], "d/": ["", 0] };
const PARTS: KeyParts = {
  contract: 2,
  kind: "test/one",
  params: { deep: { list: [1, null, "x"] } },
  inputs: { one: { hash: HASH }, many: [{ hash: HASH, from: "a[b=1]" }] },
  code: HASH,
  packages: ["zod@4.6.7"],
  environment: {},
};
const KEY = keyOf(PARTS);
const MANIFEST: Manifest = {
  key: KEY,
  instance: "one",
  pipeline: "p",
  run: "r",
  parts: PARTS,
  outputs: {
    text: { kind: "file", hash: HASH, bytes: 3 },
    folder: { kind: "folder", hash: folderHash(FILES), bytes: 7, files: FILES },
  },
  facts: { loss: 0.5 },
  startedAt: "2026-01-01T00:00:00.000Z",
  seconds: 1.5,
  host: "here",
  deno: "2.9.6",
};

/** A manifest with a right checksum, whatever it says. */
function forge(value: unknown): string {
  const body = JSON.stringify(value);
  return `${sha256(body)}\n${body}\n`;
}

function folder(files: FolderRecord["files"], hash = folderHash(files)) {
  const bytes = Object.values(files).reduce((sum, [, size]) => sum + size, 0);
  return { ...MANIFEST, outputs: { folder: { kind: "folder", hash, bytes, files } } };
}

const file = (name: string) => folder({ [name]: [HASH, 3] });

Deno.test("A manifest reads back as it was written", () => {
  deepStrictEqual(parseManifest(formatManifest(MANIFEST), KEY, ["folder", "text"]), {
    manifest: MANIFEST,
  });
});

const { parts: _, ...WITHOUT_PARTS } = MANIFEST;
const FORGED: readonly (readonly [what: string, manifest: unknown, fault: RegExp])[] = [
  ["null", null, /got null/],
  ["a list", [], /got \[\]/],
  ["no parts", WITHOUT_PARTS, /field "parts"/],
  ["outputs that are none", { ...MANIFEST, outputs: null }, /field "outputs"/],
  ["no outputs", { ...MANIFEST, outputs: {} }, /it names no outputs/],
  ["an output that is null", { ...MANIFEST, outputs: { text: null } }, /field "outputs.text"/],
  ["a key that climbs", { ...MANIFEST, key: "../../../x" }, /field "key": must be 64/],
  ["another key", { ...MANIFEST, key: HASH }, /its key is [0-9a-f]{64}/],
  [
    "parts of another key",
    { ...MANIFEST, parts: { ...PARTS, kind: "test/two" } },
    /its key is not that of its parts/,
  ],
  [
    "a hash of code that climbs",
    { ...MANIFEST, parts: { ...PARTS, code: "../../secret" } },
    /field "parts.code": must be 64/,
  ],
  ["a folder whose hash climbs", folder(FILES, "../../../"), /field "outputs.folder.hash"/],
  ["a folder with the hash of another", folder(FILES, HASH), /its hash is not that of its files/],
  [
    "a file whose hash climbs",
    { ...MANIFEST, outputs: { text: { kind: "file", hash: "../x", bytes: 1 } } },
    /field "outputs.text.hash"/,
  ],
  [
    "an output whose name climbs",
    { ...MANIFEST, outputs: { "../../../x": MANIFEST.outputs.text } },
    /"..\/..\/..\/x" is no name of an output/,
  ],
  ["sizes below nothing", folder({ a: [HASH, -1] }), /field "outputs.folder/],
  [
    "another sum of sizes",
    { ...MANIFEST, outputs: { folder: { ...MANIFEST.outputs.folder, bytes: 8 } } },
    /have 7 bytes together, not 8/,
  ],
  ["a file without a hash", folder({ a: ["", 0] }), /"a" has no hash/],
  ["an empty folder with a hash", folder({ "a/": [HASH, 0] }), /"a\/" has no hash/],
  ["a file that is a folder too", folder({ a: [HASH, 1], "a/b": [HASH, 1] }), /"a" is there twice/],
  ["an empty folder that is none", folder({ "a/": ["", 0], "a/b": [HASH, 1] }), /there twice/],
  ...["../x", "a/../../x", "/etc/x", "a//b", "./a", "a/.", "", "a\\b", "..\\x", "a\0b", "/", "../"]
    .map((name) =>
      [`a file named ${JSON.stringify(name)}`, file(name), /is no path within|has no hash/] as const
    ),
];

for (const [what, manifest, fault] of FORGED) {
  Deno.test(`A manifest with a right checksum is not believed: ${what}`, () => {
    match(parseManifest(forge(manifest), KEY).fault ?? "none", fault);
  });
}

Deno.test("A manifest has the outputs that its task declares, and no others", () => {
  const text = formatManifest(MANIFEST);
  match(
    parseManifest(text, KEY, ["text"]).fault!,
    /are "folder", "text", its task declares "text"/,
  );
  match(parseManifest(forge({ ...MANIFEST, outputs: {} }), KEY, ["text"]).fault!, /are none, its/);
  strictEqual(parseManifest(text, KEY).fault, undefined);
});

Deno.test("A manifest that was changed, cut short or is no JSON is told as such", () => {
  const text = formatManifest(MANIFEST);
  for (const other of [text.replace("test/one", "test/two"), text.slice(0, -1), "", "\n", "{}\n"]) {
    match(parseManifest(other, KEY).fault!, /changed or cut short/);
  }
  match(parseManifest(`${sha256("{")}\n{\n`, KEY).fault!, /JSON/);
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const body = JSON.stringify(MANIFEST).replace('"x"', deep);
  match(parseManifest(`${sha256(body)}\n${body}\n`, KEY).fault!, /call stack/);
});
