import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
import { html, type Markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { factsText, listDistinct } from "../sections/settings_section.ts";
import type { FrontierRow } from "./frontier_rows.ts";
import { describeProblems } from "./problem_source.ts";

function networkItems(rows: readonly FrontierRow[]): Markup[] {
  const networks = Map.groupBy(
    rows.filter(({ model }) => model !== null),
    ({ model }) => factsText(model!),
  );
  return Array.from(networks, ([facts, group]) =>
    html`
      <dt>Network of ${listDistinct(group.map(({ method }) => method))}</dt>
      <dd>${facts}</dd>
    `);
}

/** Settings that all rows share, such as how answers were drawn and judged. */
function sharedItems(rows: readonly FrontierRow[]): Markup[] {
  const values = Map.groupBy(
    rows.flatMap(({ settings }) => Object.entries(settings)),
    ([name]) => name,
  );
  const told = ["dataset", "part", "T", "corrector", "temperature", "sampler"];
  return Array.from(values, ([name, group]) => {
    const texts = group.map(([, value]) =>
      typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value)
    );
    return told.includes(name) ? html`` : html`
      <dt>${name}</dt>
      <dd>${listDistinct(texts)}</dd>
    `;
  });
}

/** What was run, and how to run it again. */
export function frontierSettings(
  meta: DatasetMeta,
  rows: readonly FrontierRow[],
  rerun: string,
): Section {
  return {
    id: "settings",
    title: "Settings",
    body: html`<dl>
<dt>Problems</dt><dd>${describeProblems(meta)}</dd>
${networkItems(rows)}
<dt>Methods</dt><dd>${listDistinct(rows.map(({ method }) => method))}</dd>
<dt>Judged by</dt><dd>${listDistinct(rows.map(({ judge }) => judge))}</dd>
<dt>Unmasking steps T</dt><dd>${listDistinct(rows.flatMap(({ T }) => T > 0 ? [T] : []))}</dd>
<dt>Seeds</dt><dd>${listDistinct(rows.flatMap(({ seeds }) => seeds))}</dd>
${sharedItems(rows)}
</dl>
<h3>Run it again</h3>
<pre><code>${rerun}</code></pre>
<p class="note">Every task whose inputs, parameters and code are unchanged comes from the cache.</p>`,
  };
}
