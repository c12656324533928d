import { z } from "zod";
import { readJson } from "../../support/json_file.ts";
import type { SummaryRow } from "./summary.ts";

/** What `table.json` of a report holds: the rows, and what they are about. */
export interface ReportTable {
  /** Heading of the report. */
  readonly title: string;
  /** The data source as the data set's `meta.json` tells it. */
  readonly source: Readonly<Record<string, unknown>>;
  /** A row for each setting, with every number in full. */
  readonly rows: readonly SummaryRow[];
}

// Written by this program alone, so that the rows are not checked field by field.
const reportTable: z.ZodType<ReportTable> = z.looseObject({
  title: z.string(),
  source: z.record(z.string(), z.unknown()),
  rows: z.array(z.custom<SummaryRow>(
    (row) => typeof row === "object" && row !== null && "figures" in row,
    "an older version wrote the row; write the report again",
  )),
});

/**
 * Reads the table of a report.
 *
 * @throws {UserError} If the file has another form, naming the file and the field.
 */
export function readReportTable(path: string): Promise<ReportTable> {
  return readJson(path, reportTable, "report table");
}

/** The table of a report as text, for {@linkcode readReportTable}. */
export function tableJson(table: ReportTable): string {
  return JSON.stringify(table, null, 2) + "\n";
}
