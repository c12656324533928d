import { sortableHead } from "../page/sortable_head.ts";
import { html, type Markup, markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { recordedTasks } from "./recorded_rows.ts";
import { failuresSection, recordedSection } from "./recorded_section.ts";
import type { RecordedInstance, RunRecord } from "../../pipeline/runs/run_record.ts";
import type { RunProvenance } from "./run_provenance.ts";
import { drawTaskGraph, formatSeconds, type TaskGraph } from "./task_graph.ts";

/** The command that starts a run again. */
function rerunCommand({ pipeline, profile, settings }: RunRecord): string {
  const quoted = settings.map((setting) => ` --set '${setting.replaceAll("'", `'\\''`)}'`);
  return `deno task pipeline ${pipeline}${profile ? ` --profile ${profile}` : ""}${
    quoted.join("")
  }`;
}

function instanceRow([name, { cached, seconds, key }]: [string, RecordedInstance]): Markup {
  return html`
    <tr>
      <td class="text" data-value="${name}">${name}</td>
      <td class="text" data-value="${cached ? "cache" : "ran"}">${cached
        ? "from cache"
        : "ran"}</td>
      <td data-value="${seconds}">${formatSeconds(seconds)}</td>
      <td class="text" data-value="${key}"><code>${key.slice(0, 12)}</code></td>
    </tr>
  `;
}

function tasksSection(record: RunRecord, graph: TaskGraph): Section {
  const entries = Object.entries(record.instances);
  const heads = ["Task", "Result", "Time", "Key"].map((text) => ({ text, left: text !== "Time" }));
  return {
    id: "tasks",
    title: "Tasks of the run",
    body: html`
      <p>Each box is a task of the pipeline, from top to bottom as they need each other; tinted where everything came from the cache. A line that others imply is left out.</p>
      <div class="wide-figure" tabindex="0">${markup(drawTaskGraph(graph))}</div>
      <details>
        <summary>All ${entries
          .length} tasks with their keys; one from the cache shows how long it took when it ran</summary>
        <div class="scroll tall" tabindex="0">
          <table class="sortable">
            ${sortableHead(heads)}
            <tbody>${entries.map(instanceRow)}</tbody>
          </table>
        </div>
      </details>
    `,
  };
}

function item(name: string, value: Markup | string): Markup {
  return html`
    <dt>${name}</dt>
    <dd>${value}</dd>
  `;
}

/** Packages that decide results more than others do, which the reader should not have to look for. */
const CHIEF_PACKAGES = ["onnxruntime-node", "@tensorflow/tfjs-core", "@rdkit/rdkit", "pyodide"];

function packageList(packages: readonly string[]): Markup {
  const chief = packages.filter((one) =>
    CHIEF_PACKAGES.includes(one.slice(0, one.lastIndexOf("@")))
  );
  return html`<details><summary>${[...chief, `${packages.length} in all`].join(", ")}</summary>${
    packages.join(", ")
  }</details>`;
}

function machineSection(record: RunRecord, { machines, packages, deno }: RunProvenance): Section {
  return {
    id: "machine",
    title: "Machine and versions",
    body: html`<dl>${[
      item("Finished", record.finishedAt),
      item("Machine", machines.join("; ")),
      item("Deno", deno.join(", ")),
      ...(packages.length === 0 ? [] : [item("Packages", packageList(packages))]),
    ]}</dl>`,
  };
}

function parametersSection(record: RunRecord): Section {
  return {
    id: "parameters",
    title: "Parameters",
    body: html`<dl>${
      Object.entries(record.params).map(([name, value]) =>
        item(name, html`<code>${JSON.stringify(value)}</code>`)
      )
    }</dl>
<h3>Run it again</h3>
<pre><code>${rerunCommand(record)}</code></pre>
<p class="note">Every task whose inputs, parameters and code are unchanged comes from the cache.</p>`,
  };
}

/** What is known of a run when it has ended: its tasks, where it ran, and its parameters. */
export function runSections(
  record: RunRecord,
  graph: TaskGraph,
  provenance: RunProvenance,
): Section[] {
  return [
    tasksSection(record, graph),
    ...failuresSection([{ name: record.run, record }]),
    ...recordedSection(recordedTasks([{ name: record.run, record }])),
    machineSection(record, provenance),
    parametersSection(record),
  ];
}

/** One sentence on how a run went. */
export function describeRun({ pipeline, profile, status, instances }: RunRecord): string {
  const all = Object.values(instances), cached = all.filter((one) => one.cached).length;
  return `${pipeline}${
    profile ? `, profile ${profile}` : ""
  }: ${status}, ${cached} of ${all.length} tasks from the cache.`;
}
