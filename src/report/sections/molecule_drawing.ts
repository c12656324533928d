import { type Markup, markup } from "../page/html.ts";

/** Draws a molecule as SVG, or gives `null` if the string is no molecule. */
export type DrawMolecule = (smiles: string) => string | null;

// RDKit's palette of elements, as classes of the page's own, so that both themes can be read.
const ATOM_COLORS: Readonly<Record<string, string>> = {
  "#000000": "var(--atom-c)",
  "#FF0000": "var(--atom-o)",
  "#0000FF": "var(--atom-n)",
  "#33CCCC": "var(--atom-f)",
};

/** Turns a drawing by RDKit into one that takes the page's colours and has no ground of its own. */
export function themedMolecule(svg: string): Markup {
  return markup(
    svg.slice(svg.indexOf("<svg"))
      .replace(/<!--.*?-->/gs, "")
      .replace(/<rect[^>]*>\s*<\/rect>/, "")
      .replace(/#[0-9A-F]{6}/g, (color) => ATOM_COLORS[color] ?? color)
      .replace(/\s+(xmlns:\w+|xml:\w+|version|baseProfile)='[^']*'/g, "")
      .replace(/ class='[^']*'/g, "")
      .replace(/\n\s*/g, " "),
  );
}
