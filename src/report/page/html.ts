/** Markup that needs no further escaping. */
export interface Markup {
  readonly markup: string;
}

type Content = Markup | string | number | null | undefined | false | readonly Content[];

/** Escapes text for HTML and SVG, between tags and inside quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Marks text as markup: it is written as it is. */
export function markup(text: string): Markup {
  return { markup: text };
}

function write(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (typeof content === "string" || typeof content === "number") {
    return escapeText(String(content));
  }
  return "markup" in content ? content.markup : content.map(write).join("");
}

/**
 * Writes HTML; whatever is put in is escaped unless it is {@linkcode Markup} itself.
 *
 * @example
 * ```ts ignore
 * html`<p>${text}</p>`.markup;
 * ```
 */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  // Templates are indented for those who read the code; the page does without.
  const raw = strings.map((string) => string.replace(/\n\s+/g, "\n"));
  return { markup: String.raw({ raw }, ...contents.map(write)) };
}
