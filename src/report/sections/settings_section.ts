import type { Section } from "../page/page.ts";
import type { MoleculeDatasetMeta } from "../../artifacts/dataset_meta.ts";
import { formatCount, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { html, type Markup } from "../page/html.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { nameMethods } from "../analysis/method_naming.ts";

/** Different values in their order. */
export function listDistinct(values: Iterable<number | string>): string {
  return [...new Set(values)].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1
  ).map((value) => typeof value === "number" ? formatNumber(value, 3).replace(/\.?0+$/, "") : value)
    .join(", ");
}

// What checkpoints tell is text, numbers too.
function factText(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") return JSON.stringify(value);
  return /^\d+$/.test(String(value)) ? formatCount(Number(value)) : String(value);
}

/** What is known of a network, in words. */
export function factsText(model: Readonly<Record<string, unknown>>): string {
  return Object.entries(model).map(([name, value]) => `${name} ${factText(value)}`).join(", ");
}

function modelItems(metrics: readonly MoleculeMetrics[]): Markup[] {
  const names = nameMethods(metrics);
  const models = new Map<string, Set<string>>();
  for (const one of metrics) {
    if (!one.model) continue;
    const text = factsText(one.model);
    models.set(text, (models.get(text) ?? new Set()).add(names.get(one)!));
  }
  return Array.from(models, ([text, methods]) =>
    html`
      <dt>Model of ${[...methods].sort().join("; ")}</dt>
      <dd>${text}</dd>
    `);
}

/** What was run: data, labels, models and the grid of settings, read from the inputs. */
function settingsList(meta: MoleculeDatasetMeta, metrics: readonly MoleculeMetrics[]): Markup {
  const { counts, properties } = meta, settings = metrics.map((one) => one.settings);
  const labels = Object.entries(properties).map(([property, { threshold, share }]) =>
    `${propertyText(property).name} > ${formatNumber(threshold, 3).replace(/\.?0+$/, "")} (${
      formatNumber(100 * share, 2)
    }% of molecules)`
  );
  return html`<dl>
<dt>Molecules</dt><dd>${formatCount(counts.molecules)}; ${formatCount(counts.train)} to train on, ${
    formatCount(counts.test)
  } held out; ${meta.length} tokens each</dd>
<dt>Label</dt><dd>${labels.join("; ")}</dd>
${modelItems(metrics)}
<dt>Methods</dt><dd>${listDistinct(nameMethods(metrics).values())}</dd>
<dt>Unmasking steps T</dt><dd>${listDistinct(settings.map(({ T }) => T))}</dd>
<dt>Guidance γ</dt><dd>${listDistinct(settings.map(({ gamma }) => gamma))}</dd>
<dt>Seeds</dt><dd>${listDistinct(settings.map(({ seed }) => seed))}</dd>
<dt>Samples a setting and seed</dt><dd>${listDistinct(settings.map(({ count }) => count))}</dd>
<dt>RDKit</dt><dd>${meta.rdkit}</dd>
</dl>`;
}

/**
 * What was run, and how to run it again.
 *
 * @param rerun The command that makes the report again.
 */
export function settingsSection(
  meta: MoleculeDatasetMeta,
  metrics: readonly MoleculeMetrics[],
  rerun: string,
): Section {
  return {
    id: "settings",
    title: "Settings",
    body: html`${settingsList(meta, metrics)}
<h3>Run it again</h3>
<pre><code>${rerun}</code></pre>
<p class="note">Every task whose inputs, parameters and code are unchanged comes from the cache.</p>`,
  };
}
