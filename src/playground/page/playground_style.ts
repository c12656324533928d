/** What the playground adds to the style sheet of all pages. */
export const PLAYGROUND_STYLE = `
[hidden] { display: none !important; }
.shell { max-width: 100rem; margin: 0 auto; padding: 0 1.25rem 3rem; display: grid; gap: 1.5rem 2rem; grid-template-columns: minmax(17rem, 20rem) minmax(0, 1fr); align-items: start; }
.shell > header { grid-column: 1 / -1; padding-top: 1.6rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 1.2rem; }
.shell h1 { font-size: clamp(1.6rem, 3.5vw, 2.1rem); margin: 0; }
.shell header p { margin: 0; color: var(--muted); font: 0.95rem/1.5 var(--sans); flex: 1 1 20rem; max-width: none; }
.panel { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; font: 0.92rem/1.4 var(--sans); display: grid; gap: 0.9rem; scrollbar-width: thin; padding: 2px; }
.panel fieldset { border: 1px solid var(--rule); border-radius: 0.6rem; background: var(--ground); margin: 0; padding: 0.5rem 0.9rem 0.9rem; display: grid; gap: 0.75rem; min-width: 0; }
.panel legend { font-weight: 600; padding: 0 0.3rem; }
.row { display: grid; gap: 0.25rem; min-width: 0; }
.row > label, .row > .name { display: flex; justify-content: space-between; gap: 0.5rem; color: var(--muted); }
.row output { color: var(--text); font-variant-numeric: tabular-nums; font-weight: 600; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; }
.panel input[type="number"], .panel select, .panel textarea { font: inherit; color: inherit; width: 100%; background: var(--page); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.4rem 0.5rem; min-height: 2.2rem; }
.panel textarea { min-height: 5rem; resize: vertical; font-family: var(--mono); font-size: 0.85rem; }
.panel input[type="range"] { width: 100%; accent-color: var(--link); min-height: 1.6rem; margin: 0; }
.choice { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border: 1px solid var(--rule); border-radius: 0.4rem; overflow: hidden; }
.choice label { position: relative; text-align: center; padding: 0.4rem 0.3rem; cursor: pointer; border-left: 1px solid var(--rule); }
.choice label:first-child { border-left: 0; }
.choice input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.choice label:has(:checked) { background: var(--link); color: var(--page); font-weight: 600; }
.choice label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: -4px; outline-color: currentColor; }
.choice label:has(:disabled) { color: var(--muted); opacity: 0.6; cursor: default; }
.draw { background: var(--proseco-0); border-color: transparent; color: var(--page); font-weight: 600; font-size: 1.05rem; padding: 0.65rem 1rem; }
.draw:hover { filter: brightness(1.08); border-color: transparent; }
.draw:disabled { opacity: 0.5; cursor: progress; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.buttons button, .strip button { min-height: 2.2rem; }
.panel .note { margin: 0; font-size: 0.85rem; }
.stagebar { position: sticky; top: 0; z-index: 3; background: var(--page); padding: 0.6rem 0; border-bottom: 1px solid var(--rule); margin-bottom: 1rem; font: 0.92rem/1.4 var(--sans); }
.strip { display: flex; align-items: center; gap: 0.4rem; }
.strip input { flex: 1; min-width: 4rem; accent-color: var(--link); }
.strip button { min-width: 2.4rem; padding: 0.25rem 0.5rem; }
.strip .where { min-width: 9.5rem; font-variant-numeric: tabular-nums; text-align: right; color: var(--muted); }
.keys { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; margin: 0.4rem 0 0; padding: 0; list-style: none; color: var(--muted); font-size: 0.82rem; }
.keys i { display: inline-block; font-style: normal; font-family: var(--mono); padding: 0 0.25rem; border-radius: 0.2rem; min-width: 1.1rem; text-align: center; }
.sheets { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.sheet h2 { border: 0; padding: 0; margin: 0 0 0.3rem; font: 600 1.05rem/1.3 var(--sans); }
.sheet h2 small { font-weight: 400; color: var(--muted); }
.counters { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.4rem 1rem; margin: 0 0 0.9rem; max-width: none; font: 0.85rem/1.3 var(--sans); border-block: 1px solid var(--rule); padding: 0.5rem 0; }
.counters div { min-width: 0; }
.counters dt { color: var(--muted); }
.counters dd { margin: 0; font-weight: 600; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.counters dd small { display: block; font-weight: 400; font-size: 0.8rem; color: var(--muted); }
.cards { display: grid; gap: 0.6rem; grid-template-columns: repeat(auto-fill, minmax(8.6rem, 1fr)); list-style: none; padding: 0; margin: 0; }
.cards.texts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.card { position: relative; border: 1px solid var(--rule); border-radius: 0.5rem; background: var(--ground); min-width: 0; display: flex; flex-direction: column; content-visibility: auto; contain-intrinsic-size: auto 12rem; }
.card:focus-visible { outline-offset: -2px; }
.card.twin { outline: 2px solid var(--muted); outline-offset: 1px; }
.picture { aspect-ratio: 4 / 3; display: grid; place-items: center; padding: 0.2rem; }
.picture svg { width: 100%; height: 100%; }
.card.proposal .picture { opacity: 0.35; }
.card.novel { border-color: var(--remdm); box-shadow: inset 0 0 0 1px var(--remdm); }
.mark { position: absolute; top: 0.3rem; right: 0.35rem; font: 600 0.7rem/1.4 var(--sans); color: var(--page); background: var(--remdm); border-radius: 0.3rem; padding: 0 0.35rem; }
.mark:empty { display: none; }
.card.invalid { background: var(--tint); }
.card.invalid .ids { opacity: 0.6; }
.reason { font: 0.78rem/1.35 var(--sans); color: var(--fault); text-align: center; padding: 0.3rem 0.5rem; text-wrap: balance; }
.ids { font-family: var(--mono); font-size: 0.72rem; line-height: 1.5; padding: 0.15rem 0.45rem 0.2rem; min-height: 2.7em; overflow-wrap: anywhere; border-top: 1px solid var(--rule); flex: 1; }
.ids span { border-radius: 0.15rem; }
.ids .end { display: none; }
.texts .ids { font-size: 0.92rem; line-height: 1.7; border: 0; padding: 0.6rem 0.8rem; white-space: pre-wrap; min-height: 5rem; }
.asked { font: 0.88rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; color: var(--muted); border-left: 3px solid var(--rule); margin: 0 0 0.7rem; padding: 0.1rem 0 0.1rem 0.7rem; max-width: none; }
.texts .ids .end { display: inline; color: var(--muted); font-size: 0.7rem; opacity: 0.6; }
.value { font: 0.76rem/1.3 var(--sans); color: var(--muted); padding: 0 0.45rem 0.35rem; font-variant-numeric: tabular-nums; }
.ids .corrected { background: var(--proseco-0); color: var(--ground); font-weight: 600; }
.ids .unmasked { background: light-dark(#cfe3f5, #16405f); }
.ids .remasked { background: var(--rule); }
.ids .proposed { color: var(--muted); font-style: italic; }
.ids .masked { color: var(--muted); opacity: 0.55; }
@media (prefers-reduced-motion: no-preference) {
  .ids .corrected.fresh { animation: flash 0.5s steps(4); }
  @keyframes flash { from { background: var(--proseco-2); color: var(--text); box-shadow: 0 0 0 3px var(--proseco-2); } }
  .card:not(.proposal) .picture svg { animation: appear 0.25s steps(4); }
  @keyframes appear { from { opacity: 0; } }
}
.empty { color: var(--muted); font: 1rem/1.6 var(--sans); padding: 2rem 0; max-width: 40rem; }
.toast { position: fixed; left: 50%; bottom: 1.2rem; transform: translateX(-50%); background: var(--text); color: var(--page); padding: 0.5rem 1rem; border-radius: 0.5rem; font: 0.9rem/1.4 var(--sans); max-width: 90vw; z-index: 9; overflow-wrap: anywhere; }
.failure { color: var(--fault); font: 0.95rem/1.5 var(--sans); }
@media (max-width: 56rem) {
  .shell { grid-template-columns: minmax(0, 1fr); gap: 1rem; padding-inline: 0.9rem; }
  .panel { position: static; max-height: none; overflow: visible; }
  .cards { grid-template-columns: repeat(auto-fill, minmax(7.4rem, 1fr)); }
  .strip .where { min-width: 0; font-size: 0.82rem; }
  .keys { font-size: 0.78rem; gap: 0.1rem 0.7rem; }
}
@media (max-width: 30rem) {
  .strip .ends { display: none; }
}
`.trim();
