import type { RunCounts, RunEvent } from "../events.ts";
import type { Progress } from "../task.ts";
import { Estimate, formatBar, formatProgress, formatSeconds } from "./format.ts";
import { columns, isTerminal, paint, print, tell } from "./output.ts";

/** Shows the events of a run. */
export interface Display {
  show(event: RunEvent): void;
  /** Ends what is drawn. */
  close(): void;
}

interface Task {
  readonly estimate: Estimate;
  readonly since: number;
  progress?: Progress;
  note?: string;
  /** When progress was last written as a line, in milliseconds. */
  toldAt: number;
}

/** Milliseconds between two plain lines of progress of one task. */
const PLAIN_INTERVAL = 10_000;
const DRAW_INTERVAL = 100;

function countsText({ cached, ran, failed, skipped, stopped }: RunCounts): string {
  const parts = [
    [ran, "ran"],
    [cached, "cached"],
    [failed, "failed"],
    [skipped, "skipped"],
    [stopped, "not run"],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(", ");
}

function age(since: string): string {
  return formatSeconds(Math.max(0, (Date.now() - Date.parse(since)) / 1000));
}

function indent(text: string): string {
  return text.split("\n").map((line, i) => i === 0 ? line : `    ${line}`).join("\n");
}

/** The line for an event that deserves one. */
function lineFor(event: RunEvent, pipeline: string): string | undefined {
  switch (event.type) {
    case "started": {
      const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : "";
      return `${paint("→", "cyan")} ${event.instance}${again}`;
    }
    case "waiting": {
      const { pid, host, since } = event.holder;
      return `${
        paint("…", "yellow")
      } ${event.instance}: waiting, process ${pid} on ${host} has been running it for ${
        age(since)
      }`;
    }
    case "takeover": {
      const { pid, host } = event.holder;
      return `${
        paint("!", "yellow")
      } ${event.instance}: process ${pid} on ${host} died, taken over`;
    }
    case "log":
      return `  ${event.instance}: ${event.line}`;
    case "finished": {
      const how = event.by === "this run" ? formatSeconds(event.seconds) : `from ${event.by}`;
      return `${paint("✓", "green")} ${event.instance} (${how})`;
    }
    case "retry":
      return `${paint("!", "yellow")} ${event.instance} failed and is tried again: ${
        indent(event.message)
      }`;
    case "failed": {
      const log = event.log === "" ? "" : `\n    log: ${event.log}`;
      return `${paint("✗", "red")} ${event.instance} failed: ${indent(event.message)}${log}`;
    }
    case "damaged":
      return `${paint("!", "yellow")} ${event.instance} runs again: ${event.reason}`;
    case "warning":
      return `${paint("!", "yellow")} ${event.message}`;
    case "stopped":
      return `${paint("■", "yellow")} ${event.instance} stopped`;
    case "ended": {
      const { counts, seconds, folder, status } = event;
      const all = counts.cached + counts.ran;
      const isCached = status === "done" && counts.ran === 0;
      const what = isCached ? `all cached (${all})` : countsText(counts);
      const mark = { done: paint("✓", "green"), failed: paint("✗", "red"), stopped: "■" }[status];
      const where = folder === undefined ? "" : `\n  ${folder}`;
      return `${mark} ${pipeline}: ${what}, ${formatSeconds(seconds)}${where}`;
    }
  }
}

abstract class TextDisplay implements Display {
  protected readonly tasks = new Map<string, Task>();
  protected pipeline = "";
  protected total = 0;
  protected done = 0;

  show(event: RunEvent): void {
    if (event.type === "begun") [this.pipeline, this.total] = [event.pipeline, event.instances];
    if (event.type === "cached" || event.type === "finished") this.done++;
    if (event.type === "started") {
      const since = performance.now();
      this.tasks.set(event.instance, { estimate: new Estimate(), since, toldAt: since });
    }
    if (event.type === "progress") {
      const task = this.tasks.get(event.instance);
      if (task !== undefined) this.progress(event.instance, task, event.progress);
    }
    if (["finished", "failed", "retry", "stopped"].includes(event.type) && "instance" in event) {
      this.tasks.delete(event.instance);
    }
    const line = lineFor(event, this.pipeline);
    if (line !== undefined) this.line(line);
  }

  close(): void {}

  protected abstract line(text: string): void;
  protected abstract progress(instance: string, task: Task, progress: Progress): void;
}

/** One plain line for each event. */
class PlainDisplay extends TextDisplay {
  protected line(text: string): void {
    tell(`${text}\n`);
  }

  protected progress(instance: string, task: Task, progress: Progress): void {
    const now = performance.now();
    const left = task.estimate.left(progress, now);
    if (now - task.toldAt < PLAIN_INTERVAL) return;
    task.toldAt = now;
    tell(`  ${instance}: ${formatProgress(progress, left)}\n`);
  }
}

/** Lines that scroll, and below them what runs at the moment. */
class LiveDisplay extends TextDisplay {
  #drawn = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  override show(event: RunEvent): void {
    super.show(event);
    this.#timer ??= setInterval(() => this.#draw(), DRAW_INTERVAL);
  }

  override close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  protected line(text: string): void {
    this.#erase();
    tell(`${text}\n`);
    this.#draw();
  }

  protected progress(_instance: string, task: Task, progress: Progress): void {
    task.progress = progress;
  }

  #erase(): void {
    if (this.#drawn > 0) tell(`\x1b[${this.#drawn}A\x1b[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const width = columns() - 1;
    const now = performance.now();
    const lines = [...this.tasks].slice(0, 20).map(([name, { progress, estimate, since }]) => {
      if (progress === undefined) return `  ${name}  ${formatSeconds((now - since) / 1000)}`;
      const left = estimate.left(progress, now);
      return `  ${name}  ${formatBar(progress)}  ${formatProgress(progress, left)}`;
    });
    if (lines.length > 0) lines.push(`  ${this.done}/${this.total} done`);
    const back = this.#drawn > 0 ? `\x1b[${this.#drawn}A\x1b[0J` : "";
    if (back !== "" || lines.length > 0) {
      tell(back + lines.map((line) => `${line.slice(0, width)}\n`).join(""));
    }
    this.#drawn = lines.length;
  }
}

/** Every event as a line of JSON on standard output. */
class JsonDisplay implements Display {
  show(event: RunEvent): void {
    print(JSON.stringify(event));
  }

  close(): void {}
}

/** The display that suits where the output goes. */
export function chooseDisplay(json: boolean): Display {
  if (json) return new JsonDisplay();
  return isTerminal() ? new LiveDisplay() : new PlainDisplay();
}
