import { cpus, release, totalmem } from "node:os";
import { dirname, join, relative } from "node:path";
import { html } from "../page/html.ts";
import { addSections, renderPage } from "../page/page.ts";
import { readProvenance } from "./run_provenance.ts";
import { readRunRecord, RUN_RECORD, type RunRecord } from "../../pipeline/runs/run_record.ts";
import { isAbsence } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import { describeRun, runSections } from "./run_sections.ts";
import { taskGraph } from "./task_graph.ts";

/** Name of a run's page within its folder. */
export const RUN_PAGE = "index.html";

/** The machine that this process runs on. */
function describeMachine(): string {
  const processors = cpus(), gib = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model ?? "unknown processor"}, ${gib} GiB, ` +
    `${Deno.build.os} ${release()} ${Deno.build.arch}`;
}

/** The page that a run published, if any: its path within the folder, and its text. */
async function publishedPage(
  folder: string,
  { outputs }: RunRecord,
): Promise<{ path: string; page: string } | undefined> {
  for (const name of Object.keys(outputs)) {
    const path = join(folder, name, "report.html");
    try {
      return { path: relative(folder, path), page: await Deno.readTextFile(path) };
    } catch (error) {
      // Most outputs are no reports: a file, or a folder without one.
      if (!isAbsence(error)) throw error;
    }
  }
}

/** Lets links to files beside the report lead there from a page one folder up. */
function relink(page: string, folder: string): string {
  return page.replaceAll(/href="([\w-]+\.(?:svg|png|csv|json|md|tex))"/g, `href="${folder}/$1"`);
}

/**
 * Writes the page of a run that has ended, `index.html` in its folder: what the run reported, and
 * what is known only now, such as what came from the cache. A run without a report has the latter.
 *
 * @param folder Folder of the run.
 * @param store Folder of the store.
 * @returns Path of the page.
 */
export async function writeRunPage(folder: string, store: string): Promise<string> {
  const record = readRunRecord(folder);
  if (record === undefined) {
    throw new UserError(`Cannot write the page of the run "${folder}": it has no ${RUN_RECORD}`);
  }
  const read = readProvenance(record, store);
  const here = describeMachine();
  const provenance = { ...read, machines: [here, ...read.machines.map((name) => `by ${name}`)] };
  const sections = runSections(record, taskGraph(record, read.inputHashes), provenance);
  const published = await publishedPage(folder, record);
  const page = published === undefined
    ? renderPage({
      title: `Run ${record.run}`,
      lead: describeRun(record),
      source: html``,
      sections,
      footer: html``,
    })
    : addSections(relink(published.page, dirname(published.path)), sections);
  const path = join(folder, RUN_PAGE);
  await Deno.writeTextFile(`${path}.tmp`, page);
  await Deno.rename(`${path}.tmp`, path);
  return path;
}
