import { z } from "zod";
import { formatCount, formatEstimate, formatNumber } from "./format.ts";
import { html } from "./html.ts";
import { compareSamplers, samplerLabel } from "./methods.ts";
import type { Section } from "./page.ts";
import { readJson } from "./read_json.ts";

/** A bound on the likelihood of held-out data, as `eval/bound` writes it. */
export interface HeldOutBound {
  /** Nats of a whole sequence. */
  readonly perSequence: { readonly mean: number; readonly se: number | null };
  /** Nats of a position, padding counted. */
  readonly perPosition: number;
  /** Perplexity of a token, padding not counted. */
  readonly perplexity: number;
  /** Sequences that it is over. */
  readonly sequences: number;
  /** Properties that the network is conditioned on. */
  readonly properties: readonly string[];
  /** How the network was trained. */
  readonly training: Readonly<Record<string, string>>;
}

const heldOutBound: z.ZodType<HeldOutBound> = z.object({
  perSequence: z.object({ mean: z.number(), se: z.number().nullable() }),
  perPosition: z.number(),
  perplexity: z.number(),
  sequences: z.int(),
  properties: z.array(z.string()),
  training: z.record(z.string(), z.string()),
});

/**
 * Reads a bound of `eval/bound`.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readBound(path: string): Promise<HeldOutBound> {
  return readJson(path, heldOutBound, "bound");
}

// Of the tables of the papers, on all of QM9 with networks of 92 million parameters.
const LITERATURE: Readonly<Record<string, number>> = { ar: 2.19, mdm: 2.12, udlm: 2.02 };

/** How likely the networks find held-out data. */
export function boundSection(bounds: readonly HeldOutBound[]): Section[] {
  if (bounds.length === 0) return [];
  const sorted = bounds.toSorted((a, b) =>
    compareSamplers(a.training.objective, b.training.objective) ||
    (a.properties.join() < b.properties.join() ? -1 : 1)
  );
  return [{
    id: "bound",
    title: "Held-out likelihood",
    body: html`
      <p>What the networks make of ${formatCount(
        bounds[0].sequences,
      )} molecules that they were not trained on. For AR it is the likelihood, for the others a bound on it, so AR is favoured. Lower is better.</p>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th class="text">Network</th>
              <th class="text">Conditioned on</th>
              <th>Nats a molecule</th>
              <th>Nats a position</th>
              <th>Perplexity</th>
              <th>Literature</th>
            </tr>
          </thead>
          <tbody>${sorted.map(({ training, properties, perSequence, perPosition, perplexity }) =>
            html`
              <tr>
                <td class="text">${samplerLabel(training.objective)}</td>
                <td class="text">${properties.join(", ")}</td>
                <td>${formatEstimate(perSequence, 2)}</td>
                <td>${formatNumber(perPosition, 3)}</td>
                <td>${formatNumber(perplexity, 2)}</td>
                <td>${formatNumber(LITERATURE[training.objective], 2)}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
      <p
        class="note">Perplexity is of a token that is no padding. The literature's is of networks of 92 million parameters (Schiff et al. 2024).</p>
    `,
  }];
}
