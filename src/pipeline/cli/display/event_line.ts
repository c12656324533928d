import { relative } from "node:path";
import type { RunCounts, RunEvent, RunStatus } from "../../runs/events.ts";
import { formatSeconds } from "../../../terminal/format.ts";
import { paint } from "../../../terminal/output.ts";

/** A path as it is shortest to type from the working folder. */
export function nearPath(path: string): string {
  const near = relative(Deno.cwd(), path);
  return near.startsWith("..") || near === "" ? path : near;
}

/** The name of a machine without the mark that tells it from others of the same name. */
export function shownHost(host: string): string {
  return host.replace(/#.*/, "");
}

/** How long ago something was, by this machine's clock. */
export function ageOf(since: string): string {
  return formatSeconds(Math.max(0, (Date.now() - Date.parse(since)) / 1000));
}

function countsText({ cached, ran, failed, lost = 0, skipped, stopped }: RunCounts): string {
  const parts = [
    [ran, "ran"],
    [cached, "cached"],
    [failed, "failed"],
    [lost, "failed and left out"],
    [skipped, "skipped"],
    [stopped, "not run"],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(", ");
}

function indent(text: string): string {
  return text.split("\n").map((line, i) => i === 0 ? line : `    ${line}`).join("\n");
}

/** The mark before what is said of a run. */
export function statusMark(status: RunStatus): string {
  const marks = {
    done: paint("✓", "green"),
    failed: paint("✗", "red"),
    stopped: paint("■", "yellow"),
  };
  return marks[status];
}

function endLine(event: RunEvent & { type: "ended" }, pipeline: string): string {
  const { counts, seconds, folder, status } = event;
  const isCached = status === "done" && counts.ran === 0 && !counts.lost;
  const what = isCached ? `all cached (${counts.cached})` : countsText(counts);
  const lines = [`${statusMark(status)} ${pipeline}: ${what}, ${formatSeconds(seconds)}`];
  if (folder !== undefined) lines.push(`  ${nearPath(folder)}`);
  if (status !== "done") lines.push("  The same command goes on from here");
  return lines.join("\n");
}

/** The line for an event that deserves one. */
export function lineFor(event: RunEvent, pipeline: string): string | undefined {
  const attention = paint("!", "yellow");
  switch (event.type) {
    case "started": {
      const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : "";
      return `${paint("→", "cyan")} ${event.instance}${again}`;
    }
    case "waiting": {
      const { pid, host, since } = event.holder;
      const who = `process ${pid} on ${shownHost(host)}`;
      return `${paint("…", "yellow")} ${event.instance}: waiting, ${who} has been running it for ${
        ageOf(since)
      }`;
    }
    case "takeover": {
      const { pid, host } = event.holder;
      return `${attention} ${event.instance}: taken over, process ${pid} on ${
        shownHost(host)
      } died`;
    }
    case "log":
      return `  ${event.instance}: ${indent(event.line)}`;
    case "finished": {
      const how = event.by === "this run" ? formatSeconds(event.seconds) : `from ${event.by}`;
      const outcome = event.outcome === undefined ? "" : `: ${event.outcome}`;
      return `${paint("✓", "green")} ${event.instance} (${how})${outcome}`;
    }
    case "retry":
      return `${attention} ${event.instance} failed and is tried again: ${indent(event.message)}`;
    case "failed": {
      const log = event.log === "" ? "" : `\n    log: ${nearPath(event.log)}`;
      return `${paint("✗", "red")} ${event.instance} failed: ${indent(event.message)}${log}`;
    }
    case "damaged":
      return `${attention} ${event.instance} runs again: ${event.reason}`;
    case "warning":
      return `${attention} ${event.message}`;
    case "stopped":
      return `${paint("■", "yellow")} ${event.instance} stopped`;
    case "ended":
      return endLine(event, pipeline);
  }
}
