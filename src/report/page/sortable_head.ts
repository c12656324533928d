import { html, type Markup } from "./html.ts";

/** The head of a column. */
export interface TableHead {
  /** What stands there. */
  readonly text: string;
  /** What the column is, for those who point at it. */
  readonly title?: string;
  /** Whether the column holds texts, not numbers. */
  readonly left?: boolean;
}

/** The head of a table of the class `sortable`: a click on a column's head sorts by it. */
export function sortableHead(heads: readonly TableHead[]): Markup {
  return html`
    <thead>
      <tr>${heads.map(({ text, title, left }) =>
        html`
          <th scope="col" class="${left ? "text" : "number"}"
            title="${title}"><button type="button">${text}</button></th>
        `
      )}</tr>
    </thead>
  `;
}
