import { formatNumber, propertyText } from "../analysis/number_format.ts";
import { html, type Markup, markup } from "../page/html.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { nameMethods } from "../analysis/method_naming.ts";

/** Draws a molecule as SVG, or gives `null` if the string is no molecule. */
export type DrawMolecule = (smiles: string) => string | null;

/** A novel molecule with where it was drawn first and how often in all. */
export interface Find {
  readonly canonical: string;
  readonly value: number;
  readonly drawn: number;
  /** The setting that drew it first, in the order of `metrics`. */
  readonly from: string;
}

/**
 * The novel molecules with the highest property among `metrics` of one property; of equals, those
 * that were drawn most often come first.
 */
export function bestNovel(metrics: readonly MoleculeMetrics[], most: number): Find[] {
  const names = nameMethods(metrics);
  const finds = new Map<string, Find>();
  for (const one of metrics) {
    const { T, gamma } = one.settings;
    for (const { canonical, novel, value } of one.molecules) {
      if (!novel || canonical === null || value === null) continue;
      const known = finds.get(canonical);
      const from = known?.from ?? `${names.get(one)}, T = ${T}, γ = ${gamma}`;
      finds.set(canonical, { canonical, value, from, drawn: (known?.drawn ?? 0) + 1 });
    }
  }
  return [...finds.values()].sort((a, b) =>
    b.value - a.value || b.drawn - a.drawn || (a.canonical < b.canonical ? -1 : 1)
  ).slice(0, most);
}

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

/** The gallery of one property. */
export function gallery(property: string, finds: readonly Find[], draw: DrawMolecule): Markup {
  const { digits, name } = propertyText(property);
  const shown = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : digits);
  const card = ({ canonical, value, drawn, from }: Find) => {
    const svg = draw(canonical);
    return html`
      <li>${svg && themedMolecule(svg)}<span class="value">${name} ${shown(value)}</span>
      <span class="smiles">${canonical}</span><span class="from">${from}${drawn > 1 &&
        `; drawn ${drawn} times`}</span></li>
    `;
  };
  return html`<ul class="gallery">${finds.map(card)}</ul>`;
}
