import { renderPage } from "../page.ts";
import type { RunProvenance } from "../run_provenance.ts";
import type { RunRecord } from "../run_record.ts";
import { describeRun, runSections } from "../run_sections.ts";
import { taskGraph } from "../task_graph.ts";
import { banner, FOOTER } from "./frame.ts";

/** One run: its tasks with times and cache hits, where it ran, and its parameters. */
export function runPage(record: RunRecord, provenance: RunProvenance): string {
  return renderPage({
    title: `Run ${record.run}`,
    lead: describeRun(record),
    source: banner("one run"),
    sections: runSections(record, taskGraph(record, provenance.inputHashes), provenance),
    footer: FOOTER,
  });
}
