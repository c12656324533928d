import { classifyFailure, type Failure } from "../analysis/classify_failure.ts";
import { formatCount, formatNumber } from "../style/number_format.ts";
import { html, type Markup } from "../page/html.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { seriesStyles } from "../style/methods.ts";
import { nameMethods } from "../analysis/method_naming.ts";
import type { Section } from "../page/page.ts";

/** Tells what RDKit logs on a string that it refuses. */
export type ExplainInvalid = (smiles: string) => string;

/** Invalid samples of a method that are looked at; enough for shares of a few percent. */
const LOOKED_AT = 400;
/** Strings that are shown of each kind. */
const SHOWN = 4;

interface MethodFailures {
  readonly method: string;
  /** Share of all samples that are invalid. */
  readonly invalid: number;
  readonly failures: readonly Failure[];
}

/** Takes every `n`-th of `items`, so that at most `most` are left. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  const count = Math.min(items.length, most);
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(index * items.length / count)]!,
  );
}

function failuresByMethod(
  metrics: readonly MoleculeMetrics[],
  explain: ExplainInvalid,
): MethodFailures[] {
  const names = nameMethods(metrics);
  const order = [
    ...seriesStyles(
      metrics.map((one) => ({ sampler: one.settings.sampler, method: names.get(one)! })),
    ).keys(),
  ];
  const groups = Map.groupBy(metrics, (one) => names.get(one)!);
  return order.map((method) => {
    const group = groups.get(method)!;
    const invalid = group.flatMap(({ molecules }) =>
      molecules.filter(({ canonical }) => canonical === null).map(({ smiles }) => smiles)
    );
    const total = group.reduce((sum, { settings }) => sum + settings.count, 0);
    return {
      method,
      invalid: invalid.length / total,
      failures: spread(invalid, LOOKED_AT).map((smiles) =>
        classifyFailure(smiles, explain(smiles))
      ),
    };
  });
}

function shareTable(methods: readonly MethodFailures[], kinds: readonly string[]): Markup {
  const percent = (share: number) => formatNumber(100 * share, share < 0.1 ? 1 : 0) + "%";
  return html`
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr><th scope="col">Method</th><th scope="col">Invalid</th>${kinds.map((kind) =>
            html`<th scope="col">${kind}</th>`
          )}</tr>
        </thead>
        <tbody>${methods.map(({ method, invalid, failures }) =>
          html`<tr><td class="text">${method}</td><td>${percent(invalid)}</td>${
            kinds.map((kind) => {
              const count = failures.filter((failure) => failure.kind === kind).length;
              const share = failures.length === 0 ? 0 : count / failures.length;
              return html`<td class="bar-cell" style="--share: ${
                (100 * share).toFixed(1)
              }%; --fill: var(--muted)">${percent(share)}</td>`;
            })
          }</tr>\n`
        )}</tbody>
      </table>
    </div>
  `;
}

function markedSmiles({ smiles, position }: Failure): Markup {
  if (smiles === "") return html`<span class="smiles">(empty)</span>`;
  return position === undefined || position >= smiles.length
    ? html`<span class="smiles">${smiles}</span>`
    : html`<span class="smiles">${smiles.slice(0, position)}<mark>${smiles[position]}</mark>${
      smiles.slice(position + 1)
    }</span>`;
}

function examples(failures: readonly Failure[]): Failure[] {
  const seen = new Map<string, { failure: Failure; count: number }>();
  for (const failure of failures) {
    const known = seen.get(failure.smiles);
    seen.set(failure.smiles, { failure, count: (known?.count ?? 0) + 1 });
  }
  // Of equally frequent strings the longest tell most about what the model had in mind.
  return [...seen.values()].sort((a, b) =>
    b.count - a.count || b.failure.smiles.length - a.failure.smiles.length ||
    (a.failure.smiles < b.failure.smiles ? -1 : 1)
  ).slice(0, SHOWN).map(({ failure }) => failure);
}

/** Why strings are invalid: how often which mistake, by method, and examples of each. */
export function failureSection(
  metrics: readonly MoleculeMetrics[],
  explain: ExplainInvalid,
): Section[] {
  const methods = failuresByMethod(metrics, explain);
  const all = methods.flatMap(({ failures }) => failures);
  if (all.length === 0) return [];
  const byKind = [...Map.groupBy(all, ({ kind }) => kind)]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
  const card = ([kind, failures]: [string, Failure[]]) =>
    html`
      <li><span class="value">${kind}</span>
      ${examples(failures).map((failure) =>
        html`${markedSmiles(failure)}<span class="from">${failure.detail}</span>\n`
      )}</li>
    `;
  return [{
    id: "failures",
    title: "What goes wrong",
    body: html`
      <p>Why RDKit refuses a string, by method over all its settings. Each mistake is a share of the invalid samples.</p>
      ${shareTable(methods, byKind.map(([kind]) => kind))}
      <ul class="gallery failures">${byKind.map(card)}</ul>
      <p
        class="note">Up to ${formatCount(
          LOOKED_AT,
        )} invalid samples of each method, evenly spread; the first mistake of a string counts. The marked character is where the parser gave up.</p>
    `,
  }];
}
