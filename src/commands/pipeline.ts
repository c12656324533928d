import { basename, dirname, join } from "node:path";
import { main } from "../pipeline/main.ts";
import { namesIn } from "../support/files.ts";
import { shellQuote } from "../support/shell_quote.ts";
import { tell } from "../terminal/output.ts";

/** What opens the report of a run, if it published one: that of the newest run is opened. */
function reportHint(folder: string): string | undefined {
  if (!namesIn(folder).some((name) => namesIn(join(folder, name)).includes("report.html"))) {
    return undefined;
  }
  const results = dirname(dirname(folder));
  const isDefault = basename(results) === "results" && dirname(results) === Deno.cwd();
  return `deno task report${isDefault ? "" : ` --results ${shellQuote(results)}`} opens it`;
}

// The pipeline knows nothing of reports: a run gets its page here.
await main({
  async onRunEnd(folder, store) {
    const { writeRunPage } = await import("../report/runs/run_page.ts");
    try {
      await writeRunPage(folder, store);
    } catch (error) {
      // The results are there all the same.
      tell(`Cannot write the page of the run: ${(error as Error).message}`);
    }
    return reportHint(folder);
  },
});
