import { client } from "./page_client.ts";
import { html, type Markup, markup } from "./html.ts";
import { STYLE } from "./style_sheet.ts";

/** One section of a page. */
export interface Section {
  /** Anchor, such as `table`. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** What a page consists of. */
export interface PageOptions {
  readonly title: string;
  /** Sentences below the title. */
  readonly lead: string;
  /** The very first line: where the data came from. */
  readonly source: Markup;
  readonly sections: readonly Section[];
  readonly footer: Markup;
  /**
   * Functions to run in the reader's browser besides the report's own; each stands alone. A page that
   * has any may ask the server that it came from.
   *
   * @default {[]}
   */
  readonly scripts?: readonly (() => void)[];
}

// Where a page takes what is known only after it was written.
const MORE_LINKS = "<!-- more links -->", MORE_SECTIONS = "<!-- more sections -->";

function linkTo({ id, title }: Section): Markup {
  return html`<a href="#${id}">${title}</a>\n`;
}

function sectionMarkup({ id, title, body }: Section): Markup {
  return html`<section id="${id}">\n<h2>${title}</h2>\n${body}\n</section>\n`;
}

/**
 * Adds sections to a page that {@linkcode renderPage} wrote, after those that it has.
 *
 * @throws {Error} If the page has no place for them.
 */
export function addSections(page: string, sections: readonly Section[]): string {
  if (!page.includes(MORE_LINKS) || !page.includes(MORE_SECTIONS)) {
    throw new Error("Cannot add sections: an older version wrote the page; write it again");
  }
  return page
    .replace(MORE_LINKS, (place) => html`${sections.map(linkTo)}`.markup + place)
    .replace(MORE_SECTIONS, (place) => html`${sections.map(sectionMarkup)}`.markup + place);
}

/** Adds a link to a page that {@linkcode renderPage} wrote, after those to its sections. */
export function addLink(page: string, address: string, text: string): string {
  const link = html`<a href="${address}">${text}</a>\n`.markup;
  return page.replace(MORE_LINKS, (place) => link + place);
}

/**
 * Writes one self-contained page: style, figures and the little script are all inside, and its
 * content security policy keeps it off the network.
 */
export function renderPage(options: PageOptions): string {
  const { title, lead, source, sections, footer, scripts = [] } = options;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; " +
    "img-src data:" + (scripts.length > 0 ? "; connect-src 'self'" : "");
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <title>${title}</title>
        <style>${markup(STYLE)}</style>
      </head>
      <body>
    ${source}
    <main>
    <header class="title">
    <h1>${title}</h1>
    <p class="lead">${lead}</p>
    <nav aria-label="Sections">
    ${sections.map(linkTo)}
    ${markup(
      MORE_LINKS,
    )}<span class="spacer"></span><button type="button" id="theme" hidden>Theme: auto</button>
    </nav>
    </header>
    ${sections.map(sectionMarkup)}${markup(MORE_SECTIONS)}
    </main>
    <footer>${footer}</footer>
    ${[client, ...scripts].map((script) =>
      html`<script>(${markup(script.toString())})();</script>\n`
    )}
      </body>
    </html>
  `.markup.trimStart();
}
