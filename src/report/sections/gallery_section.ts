import type { Section } from "../page/page.ts";
import { formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { html, type Markup } from "../page/html.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { nameMethods } from "../analysis/method_naming.ts";
import { type DrawMolecule, themedMolecule } from "./molecule_drawing.ts";

/** A novel molecule with where it was drawn first and how often in all. */
interface Find {
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
function bestNovel(metrics: readonly MoleculeMetrics[], most: number): Find[] {
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

/** The gallery of one property. */
function gallery(property: string, finds: readonly Find[], draw: DrawMolecule): Markup {
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

/**
 * The best novel molecules.
 *
 * @param count Molecules of each property.
 */
export function gallerySection(
  metrics: readonly MoleculeMetrics[],
  count: number,
  draw: DrawMolecule,
): Section[] {
  const parts = [...Map.groupBy(metrics, ({ settings }) => settings.property)].flatMap(
    ([property, group]) => {
      const finds = bestNovel(group, count);
      return finds.length === 0 ? [] : [
        html`<h3>${propertyText(property).name}</h3>\n${gallery(property, finds, draw)}\n`,
      ];
    },
  );
  return parts.length === 0 ? [] : [{
    id: "gallery",
    title: "Best novel molecules",
    body:
      html`<p>Valid, and in neither the training nor the held-out set. The highest property first.</p>${parts}`,
  }];
}
