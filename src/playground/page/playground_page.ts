import { html, type Markup, markup } from "../../report/page/html.ts";
import { STYLE } from "../../report/page/style_sheet.ts";
import { PLAYGROUND_STYLE } from "./playground_style.ts";

/** Scripts of the page's own origin alone, WebAssembly among them; nothing is sent anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The part of the panel for one setting; its fields are made where the networks are known. */
function settingFields(name: string, sheet: number): Markup {
  return html`
    <fieldset data-sheet="${sheet}" ${sheet > 0 && markup("hidden")}>
      <legend>${name}</legend>
    </fieldset>
  `;
}

const panel = html`
  <form class="panel" aria-label="Settings" autocomplete="off">
    <button type="submit" class="draw" disabled>Loading …</button>
    <p class="note" id="runtime" role="status">Everything is computed in this page; nothing is sent anywhere.</p>
    ${settingFields("Setting", 0)}
    ${settingFields("Beside it", 1)}
    <fieldset id="shared"><legend>Both</legend></fieldset>
    <fieldset><legend>Take it along</legend>
      <div class="buttons">
        <button type="button" data-copy="link">Copy link</button>
        <button type="button" data-copy="command">Copy command</button>
        <button type="button" data-copy="pipeline">Copy pipeline task</button>
      </div>
      <div class="buttons">
        <button type="button" data-save="svg" disabled>SVG</button>
        <button type="button" data-save="png" disabled>PNG</button>
        <button type="button" data-save="smiles" disabled>SMILES</button>
      </div>
    </fieldset>
    <p class="note" id="known" role="status"></p>
  </form>
`;

const stage = html`
  <div class="stage-area">
    <div class="stagebar">
      <div class="strip" role="group" aria-label="Steps">
        <button type="button" class="ends" data-move="first" aria-label="First step"
          disabled>|◀</button>
        <button type="button" data-move="back" aria-label="Step back" disabled>◀</button>
        <button type="button" data-move="play" aria-label="Play" disabled>▶▶</button>
        <button type="button" data-move="on" aria-label="Step on" disabled>▶</button>
        <button type="button" class="ends" data-move="last" aria-label="Last step"
          disabled>▶|</button>
        <input type="range" id="step" min="0" max="0" value="0" aria-label="Step" disabled>
        <span class="where" id="where" aria-live="polite"></span>
      </div>
      <ul class="keys">
        <li><i class="masked">·</i> masked</li>
        <li><i style="background: light-dark(#cfe3f5, #16405f)">C</i> unmasked</li>
        <li><i style="background: var(--proseco-0); color: var(--ground)">N</i> corrected</li>
        <li><i style="color: var(--muted); font-style: italic">O</i> the corrector's proposal</li>
        <li><i style="background: var(--rule)">·</i> masked again</li>
        <li>Keys: D draw, space play, ← → step</li>
      </ul>
    </div>
    <div class="sheets" id="sheets">
      <p
        class="empty">Press “Draw”: sequences form from masks, token by token; the corrector of ProSeCo looks at each whole proposal and changes what does not fit. RDKit then says which are molecules.</p>
    </div>
  </div>
`;

/** The page of the playground; `app/app.js` beside it brings it to life. */
export function playgroundPage(): string {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <title>Playground</title>
        <link rel="icon" href="data:,">
        <style>${markup(STYLE)}
    ${markup(PLAYGROUND_STYLE)}</style>
        <script type="module" src="app/app.js"></script>
      </head>
      <body>
        <div class="source">
          <div class="bar"><span id="home"></span>Playground</div>
        </div>
        <main class="shell">
          <header>
            <h1>Playground</h1>
            <p>Masked diffusion that corrects itself, drawn step by step in your browser.</p>
            <button type="button" id="theme" hidden>Theme: auto</button>
            <noscript><p class="failure">The playground needs JavaScript: it computes in this page.</p></noscript>
          </header>
          ${panel}
          ${stage}
        </main>
        <div class="toast" role="status" hidden></div>
      </body>
    </html>
  `.markup.trimStart();
}
