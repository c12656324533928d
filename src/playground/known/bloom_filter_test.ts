import { ok, strictEqual } from "node:assert/strict";
import { BloomFilter } from "./bloom_filter.ts";

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

Deno.test("BloomFilter has every text that was added, also when read from its bytes", () => {
  const texts = numbered("C", 5000), filter = BloomFilter.of(new Set(texts));
  const again = new BloomFilter(filter.bytes.slice());
  ok(texts.every((text) => filter.has(text) && again.has(text)));
  ok(filter.bytes.length < 5000 * 2);
});

Deno.test("BloomFilter takes as many other texts for its own as it says", () => {
  const filter = BloomFilter.of(new Set(numbered("C", 20_000)));
  const others = numbered("N", 200_000).filter((text) => filter.has(text)).length / 200_000;
  ok(filter.falsePositives > 0.0005 && filter.falsePositives < 0.002, `${filter.falsePositives}`);
  ok(Math.abs(others - filter.falsePositives) < 0.0005, `${others} of ${filter.falsePositives}`);
});

Deno.test("BloomFilter of no text has none", () => {
  const filter = BloomFilter.of(new Set());
  strictEqual(filter.has("C"), false);
  strictEqual(filter.falsePositives, 0);
});
