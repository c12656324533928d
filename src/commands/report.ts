import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findReports } from "../report/runs.ts";
import { readOptions } from "./options.ts";
import { print, runCommand, tell } from "./terminal.ts";

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

await runCommand(async () => {
  const options = readOptions({ print: { type: "boolean", default: false } });
  if (options.help) return print(HELP);
  const [newest] = await findReports(options.results, tell);
  if (newest === undefined) {
    throw new Error(
      `Cannot find a report in "${options.results}": run deno task pipeline qm9-guided`,
    );
  }
  const page = join(newest.folder, "report.html");
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
