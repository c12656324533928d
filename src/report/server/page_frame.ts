import { html, type Markup } from "../page/html.ts";

/** What stands below every page of the server. */
export const FOOTER: Markup =
  html`Served from this machine to this machine alone; nothing is written.`;

/** What stands above every page of the server: the way back, and what the page is. */
export function banner(text: string | Markup): Markup {
  return html`
    <div class="source">
      <div
        class="bar"><a href="/">All runs</a> · <a href="/tables">The paper's tables</a> · <a
          href="/playground/">Playground</a> · <a href="/generate">Generate</a> · ${text}</div>
    </div>
  `;
}

/** The address of something within the results. */
export function resultUrl(prefix: "runs" | "run", ...names: string[]): string {
  const parts = names.flatMap((name) => name.split(/[\\/]/)).filter((part) => part !== "");
  return `/${[prefix, ...parts].map(encodeURIComponent).join("/")}`;
}
