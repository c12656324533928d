import { html, type Markup } from "./html.ts";

/** What a page says of its data before all else. */
export interface DataBannerOptions {
  /** Where the data come from: its `kind` and details, of which words and numbers are shown. */
  readonly source: Readonly<Record<string, unknown>>;
  /** The data in a sentence or two. */
  readonly text: string;
  /** What they must not be compared with. @default {nothing} */
  readonly warning?: string | false;
  /** Whether it catches the eye. */
  readonly isLoud: boolean;
}

/** The page's first line: its data, loud where a reader must know. */
export function dataBanner(
  { source: { kind, ...details }, text, warning, isLoud }: DataBannerOptions,
): Markup {
  const detail = Object.entries(details)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name} ${value}`).join(" · ");
  return html`
    <div class="source${isLoud && " loud"}" id="source" data-kind="${String(kind)}">
      <div class="bar"><strong>Data.</strong> ${text}
    ${warning}
    ${detail !== "" && html`<span class="detail">${detail}</span>`}</div>
    </div>
  `;
}
