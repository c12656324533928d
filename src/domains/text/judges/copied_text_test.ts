import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { copyFinder } from "./copied_text.ts";

/** The same, by comparing everything with everything. */
function copiedSlowly(source: string, text: string, least: number) {
  const isCopied = new Array<boolean>(text.length).fill(false);
  let longest = 0;
  for (let start = 0; start < text.length; start++) {
    for (let end = start + least; end <= text.length; end++) {
      if (!source.includes(text.slice(start, end))) continue;
      longest = Math.max(longest, end - start);
      isCopied.fill(true, start, end);
    }
  }
  return { copied: isCopied.filter(Boolean).length, longest };
}

Deno.test("copyFinder() finds the passages that comparing everything finds", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "\ufffd"), maxLength: 60 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 5 }), (source, text, least) => {
      const found = copyFinder(source, { least }).find(text);
      assertEquals(found, copiedSlowly(source, text, least));
    }),
    { numRuns: 300, seed: 22 },
  );
});

Deno.test("copyFinder() looks through no more of a source than it is told", () => {
  const source = "fourscore and seven years ago, our fathers",
    { indexed, find } = copyFinder(source, {
      ...{ least: 5, most: 20 },
    });
  assertEquals(indexed, 20);
  assertEquals(find("our fathers"), { copied: 0, longest: 0 });
  assertEquals(find("and seven years"), { copied: 10, longest: 10 });
});
