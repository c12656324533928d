import { formatEstimate, formatNumber, propertyText } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { SummaryRow } from "./summary.ts";

/** The best of a baseline against the best of ProSeCo that costs no more evaluations. */
export interface Comparison {
  readonly property: string;
  readonly gamma: number;
  readonly baseline: SummaryRow;
  /** `null` where no setting of ProSeCo is as cheap as the baseline's. */
  readonly proseco: SummaryRow | null;
}

function mostNovel(rows: readonly SummaryRow[]): SummaryRow | null {
  return rows.reduce<SummaryRow | null>(
    (best, row) => best === null || row.novel.mean > best.novel.mean ? row : best,
    null,
  );
}

/**
 * For each property and γ, sets the baseline's setting with the most novel molecules against the
 * setting of ProSeCo with the most among those of equal or fewer network evaluations.
 */
export function compareAtEqualEvaluations(
  rows: readonly SummaryRow[],
  baselineSampler = "mdm",
): Comparison[] {
  const groups = Map.groupBy(rows, ({ property, gamma }) => JSON.stringify([property, gamma]));
  return [...groups.values()].flatMap((group) => {
    const baseline = mostNovel(group.filter(({ sampler }) => sampler === baselineSampler));
    if (baseline === null) return [];
    const affordable = group.filter(({ sampler, nfe }) =>
      sampler === "proseco" && nfe <= baseline.nfe
    );
    const { property, gamma } = baseline;
    return [{ property, gamma, baseline, proseco: mostNovel(affordable) }];
  });
}

function setting(row: SummaryRow): string {
  return `T = ${row.T}, ${formatNumber(row.nfe, 0)} evaluations`;
}

/** How many times the baseline's novel molecules ProSeCo found; `null` where that says nothing. */
function gain({ baseline, proseco }: Comparison): number | null {
  if (proseco === null || baseline.novel.mean === 0 && proseco.novel.mean === 0) return null;
  return proseco.novel.mean / baseline.novel.mean;
}

function gainText(value: number | null): string {
  if (value === null) return "–";
  return value === Infinity ? "∞" : `${formatNumber(value, 1)}×`;
}

/** One sentence on the gains where guidance is on; empty where none can be told. */
export function describeGains(comparisons: readonly Comparison[]): string {
  const gains = comparisons.filter(({ gamma }) => gamma > 1)
    .flatMap((comparison) => gain(comparison) ?? []);
  if (gains.length === 0) return "";
  const [low, high] = [Math.min(...gains), Math.max(...gains)].map(gainText);
  return low === high
    ? `With guidance (γ\u00a0>\u00a01) ProSeCo finds ${low} the novel molecules of MDM.`
    : `With guidance (γ\u00a0>\u00a01) ProSeCo finds between ${low} and ${high} the novel molecules of MDM.`;
}

/** The comparison as a table. */
export function comparisonTable(comparisons: readonly Comparison[]): Markup {
  const row = (comparison: Comparison) => {
    const { property, gamma, baseline, proseco } = comparison;
    return html`
      <tr>
        <td>${propertyText(property).name}</td>
        <td>${gamma}</td>
        <td class="gain">${gainText(gain(comparison))}</td>
        <td>${formatEstimate(baseline.novelPer1024, 0)}</td>
        <td>${proseco ? formatEstimate(proseco.novelPer1024, 0) : "–"}</td>
        <td class="text">${setting(baseline)}</td>
        <td class="text">${proseco
          ? `${proseco.method}, ${setting(proseco)}`
          : "no setting as cheap ran"}</td>
      </tr>
    `;
  };
  return html`
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th>Property</th>
            <th>γ</th>
            <th>Gain</th>
            <th>MDM</th>
            <th>ProSeCo</th>
            <th class="text">MDM at</th>
            <th class="text">ProSeCo at</th>
          </tr>
        </thead>
        <tbody>${comparisons.map(row)}</tbody>
      </table>
    </div>
  `;
}
