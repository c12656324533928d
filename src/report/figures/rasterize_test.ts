import assert from "node:assert/strict";
import { FIGURE_FONT } from "./plot.ts";
import { rasterize } from "./rasterize.ts";

function draw(text: string): Uint8Array {
  return rasterize(
    `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30" font-family="${FIGURE_FONT}">` +
      `<text x="5" y="20">${text}</text></svg>`,
  );
}

Deno.test("rasterize draws text without any font of the machine", () => {
  const empty = draw("");
  assert.deepEqual([...empty.subarray(1, 4)], [...new TextEncoder().encode("PNG")]);
  for (const symbol of ["γ", "ω", "±", "→", "↑", "7"]) {
    assert.notDeepEqual(draw(symbol), empty, `${symbol} left no mark`);
  }
});

Deno.test("rasterize gives the same bytes for the same figure", () => {
  assert.deepEqual(draw("T = 8"), draw("T = 8"));
});
