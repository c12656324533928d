import { dataName } from "../../../artifacts/provenance/data_name.ts";
import type { PublishedReport } from "../../runs/published_reports.ts";

/** What the models of a report were trained on. */
export function sourceText({ table }: PublishedReport): string {
  return table.source.kind === "enumerated" ? "enumerated, not QM9" : dataName(table.source);
}
