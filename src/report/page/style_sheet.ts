import { inkDeclarations } from "../style/inks.ts";

/** The page's style sheet: one column of calm text, figures as wide as they need. */
export const STYLE = `
:root {
  color-scheme: light dark;
  ${inkDeclarations()}
  --page: light-dark(#fcfbf8, #111417);
  --link: light-dark(#0b5b96, #7cc0f2);
  --warn-ground: light-dark(#fff1d6, #3a2a0b);
  --warn-edge: light-dark(#c98500, #e0a93b);
  --fault: light-dark(#c22a1d, #ff8a7d);
  --atom-c: var(--text);
  --atom-o: light-dark(#c22a1d, #ff8a7d);
  --atom-n: light-dark(#2b49c8, #8fa6ff);
  --atom-f: light-dark(#0b7d72, #4fd6c6);
  --serif: "Source Serif 4", Charter, "Bitstream Charter", Cambria, Georgia, serif;
  --sans: "Source Sans 3", -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: "Source Code Pro", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1.0625rem/1.6 var(--serif);
}
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 3px; }
main, .bar, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
.source {
  font: 0.95rem/1.45 var(--sans); padding: 0.7rem 0;
  border-bottom: 1px solid var(--rule); background: var(--tint);
}
.source.loud { background: var(--warn-ground); border-bottom: 3px solid var(--warn-edge); font-size: 1.1rem; }
.source .detail { color: var(--muted); overflow-wrap: anywhere; }
header.title { padding: 2.6rem 0 0.4rem; }
h1 { font-size: clamp(1.75rem, 4.5vw, 2.5rem); line-height: 1.15; font-weight: 600; margin: 0 0 0.5rem; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 1.45rem; line-height: 1.25; font-weight: 600; margin: 3.2rem 0 0.6rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); }
h3 { font: 600 1.05rem/1.3 var(--sans); margin: 1.8rem 0 0.5rem; }
p, .prose { max-width: 44rem; margin: 0.5rem 0 1rem; text-wrap: pretty; }
.lead { font-size: 1.15rem; color: var(--muted); }
nav, .legend, .controls, figcaption, .note, dl, footer, .chips { font-family: var(--sans); font-size: 0.92rem; }
nav { margin: 0.9rem 0 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; align-items: center; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav .spacer { flex: 1; }
button {
  font: inherit; color: inherit; background: none; border: 1px solid var(--rule);
  border-radius: 0.4rem; padding: 0.25rem 0.7rem; cursor: pointer;
}
button:hover { border-color: var(--muted); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
summary { cursor: pointer; font: 0.95rem/1.6 var(--sans); color: var(--link); margin: 0.6rem 0; }
dd summary { margin: 0; }
figure { margin: 1rem 0 1.5rem; }
figcaption, .note { color: var(--muted); line-height: 1.5; max-width: 50rem; margin-top: 0.6rem; }
.panels { display: grid; gap: 0.75rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, max(13rem, 100% / var(--columns, 4) - 1.25rem)), 1fr)); }
.panels.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
.panels svg { display: block; width: 100%; height: auto; max-width: 26rem; overflow: visible; }
.panels.wide svg { max-width: 36rem; }
svg { font-family: var(--sans); font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 0.35rem; margin: 0.3rem 0; padding: 0; list-style: none; }
.legend li:first-child { color: var(--muted); min-width: 4.2rem; }
.legend button { display: inline-flex; align-items: center; gap: 0.4rem; border-color: transparent; padding: 0.15rem 0.45rem; }
.legend button[aria-pressed="true"] { border-color: var(--muted); background: var(--tint); }
.focused .series:not(.in-focus) { opacity: 0.13; }
.point > * { cursor: default; }
.point > :hover, .point > .active { stroke: var(--text); stroke-width: 2px; }
.tip {
  position: absolute; z-index: 5; pointer-events: none; max-width: 19rem; white-space: pre-line;
  font: 0.85rem/1.4 var(--sans); padding: 0.45rem 0.65rem; border-radius: 0.4rem;
  background: var(--ground); color: var(--text); border: 1px solid var(--rule);
  box-shadow: 0 4px 18px rgb(0 0 0 / 0.18);
}
.tip::first-line { font-weight: 600; }
.scroll { overflow-x: auto; margin: 0.6rem 0 0.8rem; border-block: 1.5px solid var(--text); }
table { border-collapse: collapse; width: 100%; font: 0.9rem/1.35 var(--sans); font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: 1.05rem; padding: 0.4rem 0; }
th, td { padding: 0.32rem 0.55rem; text-align: right; white-space: nowrap; }
.sortable { font-size: 0.85rem; }
.sortable th, .sortable td { padding-inline: 0.4rem; }
th:first-child, td:first-child, .text { text-align: left; }
thead th { border-bottom: 1px solid var(--text); font-weight: 600; vertical-align: bottom; background: var(--page); }
thead button { border: 0; padding: 0; font-weight: 600; text-align: inherit; }
thead button::after { content: "↕"; color: var(--muted); opacity: 0.45; padding-left: 0.25rem; font-weight: 400; }
th[aria-sort="ascending"] button::after { content: "↑"; opacity: 1; }
th[aria-sort="descending"] button::after { content: "↓"; opacity: 1; }
tbody tr + tr td { border-top: 1px solid var(--rule); }
tbody tr:hover td { background: var(--tint); }
td .se { color: var(--muted); font-size: 0.88em; }
td.bar-cell { background-image: linear-gradient(var(--fill), var(--fill)); background-repeat: no-repeat; background-position: 0 86%; background-size: var(--share) 3px; }
.scroll.tall { max-height: 34rem; overflow-y: auto; }
.scroll.tall thead th { position: sticky; top: 0; z-index: 2; box-shadow: inset 0 -1px var(--text); border-bottom: 0; }
.scroll td:first-child, .scroll th:first-child { position: sticky; left: 0; background: var(--page); z-index: 1; }
.scroll thead th:first-child { z-index: 3; }
.key { display: inline-block; width: 0.62em; height: 0.62em; border-radius: 50%; margin-right: 0.45em; }
.gain { font-weight: 600; }
.gallery { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(10.6rem, 1fr)); padding: 0; margin: 0.8rem 0; list-style: none; }
.gallery li { border: 1px solid var(--rule); border-radius: 0.5rem; background: var(--ground); padding: 0.5rem 0.6rem 0.6rem; font: 0.85rem/1.4 var(--sans); break-inside: avoid; min-width: 0; }
.gallery svg { display: block; width: 100%; height: auto; }
.gallery .value { font-weight: 600; font-size: 0.98rem; }
.gallery .from { color: var(--muted); }
.gallery.failures { grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
.failures .smiles { margin-top: 0.45rem; }
.failures .from { display: block; }
.gallery.answers { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.answers pre { margin: 0.4rem 0; padding: 0.4rem 0.6rem; font-size: 0.78rem; max-height: 16rem; overflow-y: auto; }
.answers pre.prompt { border-style: dashed; background: none; }
.answers .said { font-family: var(--mono); font-size: 0.78rem; margin: 0.3rem 0; color: var(--fault); overflow-wrap: anywhere; white-space: pre-wrap; }
.answers .right .said { color: var(--muted); }
.answers .right { border-left: 3px solid var(--remdm); }
.answers .wrong-answer { border-left: 3px solid var(--fault); }
h4 { font: 600 0.95rem/1.3 var(--sans); margin: 1.2rem 0 0.4rem; }
mark { background: var(--proseco-0); color: var(--ground); border-radius: 0.15rem; padding: 0 0.08em; }
.states { display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; padding: 0; list-style: none; font: 0.92rem/1.5 var(--sans); }
.states span, .tokens span { display: inline-block; min-width: 1.7em; text-align: center; font-family: var(--mono); border-radius: 0.2rem; }
.trajectory { margin: 0.8rem 0 2rem; }
.steps { width: auto; border-collapse: separate; border-spacing: 1px; font-family: var(--mono); font-size: 0.8rem; line-height: 1.25; }
.steps td { min-width: 1.9rem; padding: 0.12rem 0.2rem; text-align: center; border: 0 !important; border-radius: 0.2rem; position: static !important; }
.steps th { font: 400 0.78rem/1.25 var(--sans); padding: 0.12rem 0.6rem 0.12rem 0; color: var(--muted); text-align: left; border: 0; }
.steps .round th { padding-left: 1rem; }
.steps tr:hover td { background-image: none; }
.steps tr.current th { color: var(--text); font-weight: 600; }
td.masked, .masked { color: var(--muted); opacity: 0.6; }
td.unmasked, .unmasked { background: light-dark(#cfe3f5, #16405f) !important; }
td.corrected, .corrected { background: var(--proseco-0) !important; color: var(--ground); font-weight: 600; }
td.remasked, .remasked { background: var(--rule) !important; }
td.proposed, .proposed { color: var(--muted); font-style: italic; box-shadow: inset 0 0 0 1px var(--rule); }
td.special, .special { font-size: 0.65rem; color: var(--muted); }
td.special.corrected { color: var(--ground); }
.outcome { display: flex; align-items: center; gap: 1rem; font: 0.95rem/1.4 var(--sans); margin: 0; max-width: none; }
.outcome svg { width: 9rem; height: auto; flex: none; }
.stage { margin: 0.6rem 0; font: 0.95rem/1.5 var(--sans); }
.stage .tokens { display: flex; flex-wrap: wrap; gap: 2px; min-height: 2.2rem; }
.stage .tokens span { font-size: 1.05rem; padding: 0.25rem 0.15rem; min-width: 2.05rem; border: 1px solid var(--rule); }
.stage .tokens .special { font-size: 0.75rem; line-height: 2.1; }
.wrong { text-decoration: underline wavy var(--fault) 1.5px; text-underline-offset: 3px; }
.program .stage .tokens { display: block; white-space: pre-wrap; min-height: 5rem; padding: 0.5rem 0.7rem; background: var(--tint); border-radius: 0.4rem; }
.program .stage .tokens span { display: inline; min-width: 0; padding: 0.1rem 0; border: 0; font-size: 0.95rem; line-height: 1.6; }
.program .stage .tokens .masked { padding: 0 0.12em; }
.program .stage .tokens .special { font-size: 0.75rem; padding-left: 0.4em; }
.stage .controls { display: flex; align-items: center; gap: 0.6rem; flex-wrap: wrap; margin-top: 0.5rem; }
.stage input { flex: 1 1 8rem; max-width: 22rem; accent-color: var(--link); }
code, .smiles { font-family: var(--mono); font-size: 0.85em; overflow-wrap: anywhere; }
.smiles { display: block; font-size: 0.76rem; }
pre { font-family: var(--mono); font-size: 0.85rem; background: var(--tint); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.7rem 0.9rem; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 50rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.4rem; max-width: 50rem; margin: 0.8rem 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.live { border: 1px solid var(--rule); border-radius: 0.5rem; padding: 0.8rem 1rem; background: var(--ground); margin: 0.8rem 0; }
.live svg { display: block; width: 100%; max-width: 30rem; height: auto; }
.live h3 { margin: 0 0 0.3rem; }
progress { width: 100%; max-width: 30rem; accent-color: var(--link); }
.wide-figure { overflow-x: auto; }
.graph { display: block; max-width: 100%; height: auto; }
td.ours { font-weight: 600; }
td sup { color: var(--muted); font-weight: 400; }
th.paper, td.paper { color: var(--muted); }
th.paper, th.ours { white-space: normal; min-width: 7rem; max-width: 16rem; overflow-wrap: anywhere; }
.provenance { font: 0.85rem/1.5 var(--sans); color: var(--muted); columns: 2 22rem; }
.ask { display: grid; gap: 0.8rem; max-width: 50rem; font: 0.95rem/1.5 var(--sans); }
.ask label { display: grid; gap: 0.2rem; color: var(--muted); }
.ask label.tick { display: block; }
.ask .fields { display: grid; gap: 0.6rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); }
.ask input:not([type="checkbox"]), .ask select, .ask textarea { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.35rem 0.6rem; width: 100%; min-width: 0; }
.ask ::placeholder { color: var(--muted); opacity: 0.8; }
.note.problem { color: var(--fault); white-space: pre-wrap; overflow-wrap: anywhere; }
button:disabled { opacity: 0.5; cursor: default; }
.actions { font: 0.95rem/1.5 var(--sans); }
footer { color: var(--muted); padding-block: 2.5rem 3rem; }
@media (max-width: 36rem) {
  body { font-size: 1rem; }
  dl { grid-template-columns: 1fr; gap: 0.1rem; }
  dd { margin-bottom: 0.5rem; }
  .gallery { grid-template-columns: repeat(2, 1fr); gap: 0.7rem; }
  .panels svg { max-width: none; }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; --page: #fff; }
  body { font-size: 10pt; }
  nav, .stage, .tip { display: none; }
  .steps { font-size: 6pt; width: 100%; }
  .steps th { white-space: nowrap; font-size: 6pt; padding: 0 0.3rem 0 0; }
  .steps td { min-width: 0; padding: 0; }
  td.special, .special { font-size: 4.5pt; }
  .scroll, .scroll.tall { overflow: visible; max-height: none; }
  .scroll th, .scroll td { position: static !important; }
  table { font-size: 7pt; }
  th, td { padding: 0.15rem 0.3rem; white-space: normal; }
  .panels { grid-template-columns: repeat(var(--columns, 4), 1fr); gap: 0.4rem; }
  .panels.wide { grid-template-columns: 1fr 1fr; }
  .panels > *, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`.trim();
