import { renderPage } from "../../page/page.ts";
import type { RunProvenance } from "../../runs/run_provenance.ts";
import type { RunRecord } from "../../../pipeline/runs/run_record.ts";
import { describeRun, runSections } from "../../runs/run_sections.ts";
import { taskGraph } from "../../runs/task_graph.ts";
import { html } from "../../page/html.ts";
import { banner, FOOTER } from "../page_frame.ts";
import { runAddress } from "../playground_routes.ts";

/** One run: its tasks with times and cache hits, where it ran, and its parameters. */
export function runPage(
  { name, record }: { readonly name: string; readonly record: RunRecord },
  provenance: RunProvenance,
): string {
  return renderPage({
    title: `Run ${record.run}`,
    lead: describeRun(record),
    source: banner(html`one run · <a href="${runAddress(name)}">its networks draw</a>`),
    sections: runSections(record, taskGraph(record, provenance.inputHashes), provenance),
    footer: FOOTER,
  });
}
