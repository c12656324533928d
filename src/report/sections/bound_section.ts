import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { html, type Markup } from "../page/html.ts";
import { compareSamplers, samplerLabel } from "../style/methods.ts";
import type { Section } from "../page/page.ts";
import type { HeldOutBound } from "../../artifacts/bound.ts";

/** What the sequences of a bound are. */
export interface BoundedSequences {
  /** One of them, such as `molecule`. */
  readonly noun: string;
  /** Perplexities of the literature by objective. @default {none, and no column} */
  readonly literature?: Readonly<Record<string, number>>;
}

/** Molecules of QM9, whose perplexities Schiff et al. 2024 have. */
const MOLECULES: BoundedSequences = {
  noun: "molecule",
  literature: { ar: 2.19, mdm: 2.12, udlm: 2.02 },
};

/** Sequences that a network was trained on, each as often as it was shown; NaN if it does not say. */
function sequencesSeen({ steps, batchSize }: Readonly<Record<string, string>>): number {
  return Number(steps) * Number(batchSize);
}

/** What the network was trained for; empty if it does not say. */
function objectiveOf({ training }: HeldOutBound): string {
  return training.objective ?? "";
}

function boundRow(bound: HeldOutBound, { literature }: BoundedSequences): Markup {
  const { training, properties, perSequence, perPosition, perplexity, parameters } = bound;
  const seen = sequencesSeen(training), objective = objectiveOf(bound);
  return html`
    <tr>
      <td class="text">${samplerLabel(objective)}</td>
      <td class="text">${properties.join(", ")}</td>
      <td>${formatEstimate(perSequence, 2)}</td>
      <td>${formatNumber(perPosition, 3)}</td>
      <td>${formatNumber(perplexity, 2)}</td>
      <td>${formatCount(parameters)}</td>
      <td>${Number.isNaN(seen) ? "–" : formatCount(seen)}</td>
      ${literature && html`<td>${formatNumber(literature[objective], 2)}</td>`}
    </tr>
  `;
}

/** How likely the networks find held-out data. */
export function boundSection(
  bounds: readonly HeldOutBound[],
  of: BoundedSequences = MOLECULES,
): Section[] {
  const [first] = bounds, { noun, literature } = of;
  if (first === undefined) return [];
  const sorted = bounds.toSorted((a, b) =>
    compareSamplers(objectiveOf(a), objectiveOf(b)) ||
    (a.properties.join() < b.properties.join() ? -1 : 1)
  );
  const lengths = [...new Set(bounds.map(({ length }) => length))].join(" or ");
  return [{
    id: "bound",
    title: "Held-out likelihood",
    body: html`
      <p>What the networks make of ${formatCount(
        first.sequences,
      )} ${noun}s that they were not trained on. For AR it is the likelihood, for the others a bound on it, so AR is favoured. Lower is better.</p>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th class="text">Network</th>
              <th class="text">Conditioned on</th>
              <th>Nats a ${noun}</th>
              <th>Nats a position</th>
              <th>Perplexity</th>
              <th>Parameters</th>
              <th>Sequences seen</th>
              ${literature && html`<th>Literature, other settings</th>`}
            </tr>
          </thead>
          <tbody>${sorted.map((bound) => boundRow(bound, of))}</tbody>
        </table>
      </div>
      <p class="note">Perplexity is of a token that is no padding.${literature &&
        ` The literature's (Schiff et al. 2024, on QM9) is of networks of 92 million parameters; size, length of sequences (here ${lengths} positions), training and labels differ from those that ran here, so it shows the scale and is no baseline.`}</p>
    `,
  }];
}
