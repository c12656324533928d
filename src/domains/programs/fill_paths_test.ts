import { deepStrictEqual, throws } from "node:assert/strict";
import { fillPaths } from "./fill_paths.ts";

const paths = {
  input: { script: "/a/b.py", samples: ["/s/1", "/s/2"] },
  output: { counts: "/out/counts" },
};

Deno.test("fillPaths() writes paths in place of their names, and leaves all else", () => {
  deepStrictEqual(fillPaths("${input.script}", paths), ["/a/b.py"]);
  deepStrictEqual(fillPaths("--to=${output.counts}/x", paths), ["--to=/out/counts/x"]);
  deepStrictEqual(fillPaths("$HOME ${HOME}", paths), ["$HOME ${HOME}"]);
});

Deno.test("fillPaths() makes an argument for each file of an input that gathers", () => {
  deepStrictEqual(fillPaths("${input.samples}", paths), ["/s/1", "/s/2"]);
  throws(() => fillPaths("-i ${input.samples}", paths), /2 files .* let it stand alone/);
});

Deno.test("fillPaths() takes dollar signs of a path as they are", () => {
  const strange = { input: { script: "/a/$&/$1" }, output: {} };
  deepStrictEqual(fillPaths("<${input.script}>", strange), ["</a/$&/$1>"]);
});
