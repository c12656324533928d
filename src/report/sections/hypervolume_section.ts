import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { html, type Markup } from "../page/html.ts";
import { hypervolumes, type PropertyVolumes } from "../analysis/hypervolume.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import type { Section } from "../page/page.ts";

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function volumeTable({ methods }: PropertyVolumes): Markup {
  const steps = [...new Set(methods.flatMap(({ byT }) => [...byT.keys()]))].sort((a, b) => a - b);
  const digits = Math.max(...methods.map(({ all }) => all.mean)) < 100 ? 1 : 0;
  return html`
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th class="text">Method</th>
            ${steps.map((T) => html`<th>T = ${T}</th>`)}
            <th>All T</th>
            <th>On the front</th>
          </tr>
        </thead>
        <tbody>${methods.map(({ method, byT, all, onFront }) =>
          html`
            <tr>
              <td class="text">${method}</td>
              ${steps.map((T) => html`<td>${formatEstimate(byT.get(T) ?? null, digits)}</td>`)}
              <td>${formatEstimate(all, digits)}</td>
              <td>${onFront}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

/** The hypervolume of each method's front. */
export function hypervolumeSection(
  metrics: readonly MoleculeMetrics[],
  propertyValues: ReadonlyMap<string, Float32Array>,
): Section[] {
  const references = new Map(
    Array.from(propertyValues, ([property, values]) => [property, mean(values)] as const),
  );
  const volumes = hypervolumes(metrics, references);
  if (volumes.every(({ methods }) => methods.length < 2)) return [];
  return [{
    id: "hypervolume",
    title: "Hypervolume of the fronts",
    body: html`
      <p>The area that a method's settings cover in the plane of novel samples (of 1,024) against how far their mean property lies above the data set's: the larger, the more novel molecules at a higher property. The last column counts its settings (T, γ) that no setting of any method beats.</p>
      ${volumes.map((one) =>
        html`<h3>${propertyText(one.property).name}</h3>\n${
          volumeTable(one)
        }<p class="note">The data set's mean is ${
          formatNumber(one.reference, propertyText(one.property).digits)
        }.</p>\n`
      )}
    `,
  }];
}
