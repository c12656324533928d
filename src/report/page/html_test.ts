import assert from "node:assert/strict";
import { html, markup } from "./html.ts";

Deno.test("html escapes what is put in, and nothing twice", () => {
  const inner = html`<b>${'a < b & "c"'}</b>`;
  assert.equal(
    html`<p title="${"it's"}">${inner}${[1, 2]}</p>`.markup,
    '<p title="it&#39;s"><b>a &#60; b &#38; &#34;c&#34;</b>12</p>',
  );
});

Deno.test("html leaves out what is absent and keeps zero", () => {
  assert.equal(html`${null}${undefined}${false}${0}${markup("<hr>")}`.markup, "0<hr>");
});
