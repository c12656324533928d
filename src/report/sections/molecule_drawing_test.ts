import assert from "node:assert/strict";
import { themedMolecule } from "./molecule_drawing.ts";

Deno.test("themedMolecule takes the page's colours and drops the white ground", () => {
  const drawing = `<?xml version='1.0' encoding='iso-8859-1'?>
<svg version='1.1' baseProfile='full' xmlns='http://www.w3.org/2000/svg' xml:space='preserve'>
<!-- END OF HEADER -->
<rect style='opacity:1.0;fill:#FFFFFF;stroke:none' width='9' height='9'> </rect>
<path class='bond-0' d='M 1,2 L 3,4' style='stroke:#000000'/><path style='stroke:#FF0000'/></svg>`;
  const { markup } = themedMolecule(drawing);
  assert.match(markup, /^<svg xmlns='http/);
  assert.doesNotMatch(markup, /rect|<!--|#000000|class=/);
  assert.match(markup, /stroke:var\(--atom-c\).*stroke:var\(--atom-o\)/);
});
