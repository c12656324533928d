import { fillPaperTables, paperTablesMarkdown } from "../report/paper/paper_tables.ts";
import { findReports, findScores } from "../report/runs/published_reports.ts";
import { readOptions } from "./options.ts";
import { print, tell } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";

const HELP =
  `Prints the paper's Tables 1 and 2 and its Figure 5 as Markdown, filled with what ran here.

  deno task tables [--results DIR]

  --results DIR  folder of the runs (results)`;

await runCommand(async () => {
  const options = readOptions({});
  if (options.help) return print(HELP);
  const reports = await withGiven(() => findReports(options.results, tell));
  const scores = await withGiven(() => findScores(options.results, tell));
  print(paperTablesMarkdown(fillPaperTables(reports, scores)).trimEnd());
});
