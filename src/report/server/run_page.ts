import { html, markup } from "../html.ts";
import { renderPage } from "../page.ts";
import type { RunRecord } from "../run_record.ts";
import { drawTaskGraph, formatSeconds, type TaskGraph } from "../task_graph.ts";
import { banner, FOOTER } from "./frame.ts";

/** One run: its tasks with times and cache hits, and its parameters. */
export function runPage(record: RunRecord, graph: TaskGraph): string {
  const { run, pipeline, profile, status, params, finishedAt, deno, instances } = record;
  const entries = Object.entries(instances);
  const cached = entries.filter(([, one]) => one.cached).length;
  const rows = entries.map(([name, one]) =>
    html`
      <tr>
        <td class="text" data-value="${name}">${name}</td>
        <td class="text" data-value="${one.cached ? "cache" : "ran"}">${one.cached
          ? "from cache"
          : "ran"}</td>
        <td data-value="${one.seconds}">${formatSeconds(one.seconds)}</td>
        <td class="text" data-value="${one.key}"><code>${one.key.slice(0, 12)}</code></td>
      </tr>
    `
  );
  const command = `deno task pipeline ${pipeline}${profile ? ` --profile ${profile}` : ""}`;
  return renderPage({
    title: `Run ${run}`,
    lead: `${pipeline}${
      profile ? `, profile ${profile}` : ""
    }: ${status}, ${cached} of ${entries.length} tasks from the cache.`,
    source: banner("one run"),
    sections: [
      {
        id: "graph",
        title: "Tasks",
        body: html`
          <p>Each box is a task of the pipeline, from top to bottom as they need each other; tinted where everything came from the cache. A line that others imply is left out.</p>
          <div class="wide-figure" tabindex="0">${markup(drawTaskGraph(graph))}</div>
        `,
      },
      {
        id: "instances",
        title: "Every task",
        body: html`
          <p>A task from the cache shows how long it took when it ran.</p>
          <div class="scroll tall" tabindex="0">
            <table class="sortable">
              <thead>
                <tr>${["Task", "Result", "Time", "Key"].map((head, index) =>
                  html`<th scope="col" class="${
                    index === 2 ? "number" : "text"
                  }"><button type="button">${head}</button></th>`
                )}</tr>
              </thead>
              <tbody>${rows}</tbody>
            </table>
          </div>
        `,
      },
      {
        id: "settings",
        title: "Settings",
        body: html`
          <dl><dt>Finished</dt><dd>${finishedAt}</dd><dt>Deno</dt><dd>${deno}</dd>${Object.entries(
            params,
          ).map(([name, value]) =>
            html`
              <dt>${name}</dt>
              <dd><code>${JSON.stringify(value)}</code></dd>
            `
          )}</dl>
          <h3>Run it again</h3>
          <pre><code>${command}</code></pre>
        `,
      },
    ],
    footer: FOOTER,
  });
}
