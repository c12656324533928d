import { renderPage } from "../../page/page.ts";
import { type NamedRecord, recordedTasks } from "../../runs/recorded_rows.ts";
import { failuresSection, recordedSection } from "../../runs/recorded_section.ts";
import { enumerate } from "../../style/number_format.ts";
import type { TrainingCurve } from "../../runs/training_curves.ts";
import { curvesSection } from "./curves_section.ts";
import { banner, FOOTER, resultUrl } from "../page_frame.ts";

/** The training logs of some runs, and what could not be read. */
export interface CurvesFound {
  readonly curves: readonly TrainingCurve[];
  readonly problems: readonly string[];
}

/** What the tasks of several runs recorded, whatever they are, side by side. */
export function compareRunsPage(
  runs: readonly NamedRecord[],
  { curves, problems }: CurvesFound,
): string {
  const link = (name: string, value: string) =>
    name === "run" ? resultUrl("run", value) : undefined;
  return renderPage({
    title: "Comparison of runs",
    lead: `${enumerate(runs.map(({ name, record }) => `${name} (${record.status})`))}.`,
    source: banner("a comparison"),
    sections: [
      ...curvesSection(curves, problems),
      ...failuresSection(runs),
      ...recordedSection(recordedTasks(runs), link),
    ],
    footer: FOOTER,
  });
}
