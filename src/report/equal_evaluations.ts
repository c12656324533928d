import { formatEstimate, formatNumber, propertyText } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { compareSamplers, stepsText } from "./methods.ts";
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
 * For each property, baseline and γ, sets the baseline's setting with the most novel molecules
 * against the setting of ProSeCo with the most among those of equal or fewer network evaluations.
 */
export function compareAtEqualEvaluations(rows: readonly SummaryRow[]): Comparison[] {
  const samplers = [...new Set(rows.map(({ sampler }) => sampler))].sort(compareSamplers);
  const baselines = samplers.filter((sampler) => sampler !== "proseco");
  const properties = [...new Set(rows.map(({ property }) => property))];
  return properties.flatMap((property) =>
    baselines.flatMap((baseline) =>
      compareWith(rows.filter((row) => row.property === property), baseline)
    )
  );
}

function compareWith(rows: readonly SummaryRow[], baselineSampler: string): Comparison[] {
  const groups = [...Map.groupBy(rows, ({ gamma }) => gamma)].sort(([a], [b]) => a - b);
  return groups.flatMap(([, group]) => {
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
  const evaluations = `${formatNumber(row.nfe, 0)} evaluations`;
  return [stepsText(row), evaluations].filter((part) => part !== "").join(", ");
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

/** One sentence on the gains over MDM where guidance is on; empty where none can be told. */
export function describeGains(comparisons: readonly Comparison[]): string {
  const gains = comparisons.filter(({ gamma, baseline }) => gamma > 1 && baseline.sampler === "mdm")
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
        <td class="text">${propertyText(property).name}</td>
        <td class="text">${baseline.method}</td>
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
    <div class="scroll tall" tabindex="0">
      <table>
        <thead>
          <tr>
            <th class="text">Property</th>
            <th class="text">Baseline</th>
            <th>γ</th>
            <th>Gain</th>
            <th>Baseline's</th>
            <th>ProSeCo's</th>
            <th class="text">Baseline at</th>
            <th class="text">ProSeCo at</th>
          </tr>
        </thead>
        <tbody>${comparisons.map(row)}</tbody>
      </table>
    </div>
  `;
}
