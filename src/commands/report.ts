import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { RUN_PAGE } from "../report/runs/run_page.ts";
import { findPages, type PublishedPage } from "../report/runs/published_reports.ts";
import { readOptions } from "./options.ts";
import { print, tell } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Prints the path of the newest report and opens it where there is a desktop.

  deno task report [--print] [--results DIR]

  --print        only print the path
  --results DIR  folder of the runs (results)`;

/** The command that opens a page on this desktop; `null` where there is none. */
function opener(): string[] | null {
  if (Deno.build.os === "darwin") return ["open"];
  if (Deno.build.os === "windows") return ["cmd", "/c", "start", ""];
  const hasDesktop = Deno.env.get("DISPLAY") || Deno.env.get("WAYLAND_DISPLAY");
  return hasDesktop ? ["xdg-open"] : null;
}

/** The page of the run that a report belongs to, which says more; the report's own if it has none. */
async function pageOf({ folder, run }: PublishedPage, results: string): Promise<string> {
  const path = run === null ? null : join(results, run.name, RUN_PAGE);
  const isThere = path !== null && await Deno.stat(path).then(() => true, () => false);
  return isThere ? path : join(folder, "report.html");
}

await runCommand(async () => {
  const options = readOptions({ print: { type: "boolean", default: false } });
  if (options.help) return print(HELP);
  const [newest] = await withGiven(() => findPages(options.results, tell));
  if (newest === undefined) {
    throw new UserError(
      `Cannot find a report in "${options.results}": run deno task pipeline qm9-guided`,
    );
  }
  const page = await pageOf(newest, options.results);
  print(page);
  const command = options.print ? null : opener();
  if (command === null) return;
  try {
    const [name, ...args] = [...command, pathToFileURL(await Deno.realPath(page)).href];
    new Deno.Command(name, { args, stdout: "null", stderr: "null" }).spawn().unref();
  } catch {
    tell("Open it in a browser; this machine has no command for that.");
  }
});
