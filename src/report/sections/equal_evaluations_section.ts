import type { Section } from "../page/page.ts";
import {
  compareAtEqualEvaluations,
  type Comparison,
  type Contender,
} from "../analysis/equal_evaluations.ts";
import { enumerate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { type Gain, intervalText, ratioText } from "../analysis/gain.ts";
import { meanOf } from "../../statistics/estimates.ts";
import { html, type Markup } from "../page/html.ts";
import { samplerLabel, stepsText } from "../style/methods.ts";
import { PAPER_COUNT, type SummaryRow } from "../analysis/summary.ts";

function setting(row: SummaryRow): string {
  const evaluations = `${formatNumber(row.nfe, 0)} evaluations`;
  return [stepsText(row), evaluations].filter((part) => part !== "").join(", ");
}

function novelText({ novel: { counts, of } }: Contender): string {
  return formatNumber(meanOf(counts) / of * PAPER_COUNT, 0);
}

function seedsText(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? "seed" : "seeds"} ${enumerate(seeds.map(String))}`;
}

/** One sentence on the gains over MDM, as it is or, where it did not run so, by all its methods, where guidance is on; empty where none can be told. */
export function describeGains(comparisons: readonly Comparison[]): string {
  const plain = samplerLabel("mdm");
  const ranPlain = comparisons.some(({ baseline }) => baseline.row.method === plain);
  const guided = comparisons.filter(({ gamma, baseline, gain }) =>
    gamma > 1 && baseline.row.sampler === "mdm" && gain !== null &&
    (!ranPlain || baseline.row.method === plain)
  );
  if (guided.length === 0) return "";
  const methods = [...new Set(guided.map(({ proseco }) => proseco!.row.method))].join(" or ");
  const gains = guided.map(({ gain }) => gain!).sort((a, b) => a.ratio - b.ratio);
  const text = (gain: Gain) => `${ratioText(gain)} (${intervalText(gain)})`;
  const [low, high] = [text(gains[0]!), text(gains.at(-1)!)];
  const range = low === high ? low : `between ${low} and ${high}`;
  return `With guidance (γ\u00a0>\u00a01) ${methods} finds ${range} the novel molecules of MDM; ` +
    "in brackets the 95% interval.";
}

/** How settings were chosen and what the intervals are. */
function describeChoice(comparisons: readonly Comparison[]): string {
  const contenders = comparisons.flatMap(({ baseline, proseco }) => [baseline, proseco ?? []])
    .flat();
  const splits = new Set(
    contenders.map(({ chosenBy, seeds }) =>
      chosenBy.join() === seeds.join()
        ? "With one seed the same samples choose and compare, which flatters what is chosen on either side."
        : `Settings are chosen by ${seedsText(chosenBy)} and compared by ${seedsText(seeds)}.`
    ),
  );
  return [
    "ProSeCo's corrector is the first by S and ω, so that only its T is chosen.",
    ...splits,
    "Intervals are by the delta method, from standard errors over seeds or binomial ones, " +
    "whichever are larger.",
  ].join(" ");
}

/** The comparison as a table. */
export function comparisonTable(comparisons: readonly Comparison[]): Markup {
  const row = ({ property, gamma, baseline, proseco, gain }: Comparison) =>
    html`
      <tr>
        <td class="text">${propertyText(property).name}</td>
        <td class="text">${baseline.row.method}</td>
        <td>${gamma}</td>
        <td class="gain">${ratioText(gain)}</td>
        <td>${intervalText(gain)}</td>
        <td>${novelText(baseline)}</td>
        <td>${proseco ? novelText(proseco) : "–"}</td>
        <td class="text">${setting(baseline.row)}</td>
        <td class="text">${proseco
          ? `${proseco.row.method}, ${setting(proseco.row)}`
          : "no setting as cheap ran"}</td>
      </tr>
    `;
  return html`
    <div class="scroll tall" tabindex="0">
      <table>
        <thead>
          <tr>
            <th class="text">Property</th>
            <th class="text">Baseline</th>
            <th>γ</th>
            <th>Gain</th>
            <th>95% interval</th>
            <th>Baseline's</th>
            <th>ProSeCo's</th>
            <th class="text">Baseline at</th>
            <th class="text">ProSeCo at</th>
          </tr>
        </thead>
        <tbody>${comparisons.map(row)}</tbody>
      </table>
    </div>
    <p class="note">${describeChoice(comparisons)}</p>
  `;
}

/** Baselines against ProSeCo at no more evaluations. */
export function equalEvaluationsSection(rows: readonly SummaryRow[]): Section[] {
  const comparisons = compareAtEqualEvaluations(rows);
  if (comparisons.length === 0) return [];
  return [{
    id: "equal",
    title: "At equal evaluations",
    body:
      html`<p>For each guidance strength, the setting of a baseline that finds the most novel molecules against ProSeCo's best with equal or fewer network evaluations, in novel samples of 1,024. ${
        describeGains(comparisons)
      }</p>
${comparisonTable(comparisons)}`,
  }];
}
