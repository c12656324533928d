import type { RunEvent } from "../../runs/events.ts";
import type { Progress } from "../../task.ts";
import { formatSeconds } from "../../../terminal/format.ts";
import { formatBar, formatProgress } from "./format_progress.ts";
import { escapeControls } from "../../../terminal/escape.ts";
import { columns, draw } from "../../../terminal/output.ts";
import type { ShownTask } from "./shown_task.ts";
import { TextDisplay } from "./text_display.ts";

const DRAW_INTERVAL = 100;
const MOST_TASKS = 15;
/** Columns that the bar and the figures beside it need at least. */
const FIGURES = 50;

/** Shortens a name in its middle, where names of one matrix are most alike. */
function shorten(name: string, width: number): string {
  if (name.length <= width) return name;
  const head = Math.ceil((width - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(name.length - (width - 1 - head))}`;
}

/** The lines for what is under way, in columns that fit the width. */
export function drawTasks(
  tasks: ReadonlyMap<string, ShownTask>,
  summary: string,
  width: number,
  now: number,
): string[] {
  if (tasks.size === 0) return [];
  const shown = [...tasks].slice(0, MOST_TASKS);
  const longest = Math.max(...shown.map(([name]) => name.length));
  const column = Math.min(longest, Math.max(16, width - FIGURES));
  const lines = shown.map(([name, { progress, estimate, since, waitsFor }]) => {
    const head = `  ${shorten(name, column).padEnd(column)}`;
    const age = formatSeconds((now - since) / 1000);
    if (waitsFor !== undefined) return `${head}  ${waitsFor}  ${age}`;
    if (progress === undefined) return `${head}  ${age}`;
    const left = estimate.left(progress, now);
    return `${head}  ${formatBar(progress)}  ${formatProgress(progress, left)}`;
  });
  const more = tasks.size - shown.length;
  lines.push(more > 0 ? `  and ${more} more; ${summary}` : `  ${summary}`);
  return lines.map((line) => escapeControls(line.replaceAll(/[\n\t]/g, " ")).slice(0, width));
}

/** Lines that scroll, and below them what is under way at the moment. */
export class LiveDisplay extends TextDisplay {
  #drawn = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  override show(event: RunEvent): void {
    super.show(event);
    this.#timer ??= setInterval(() => this.#draw(), DRAW_INTERVAL);
  }

  override close(): void {
    clearInterval(this.#timer);
    draw(this.#eraser());
    this.#drawn = 0;
  }

  note(line: string): void {
    const eraser = this.#eraser();
    this.#drawn = 0;
    draw(`${eraser}${escapeControls(line)}\n`);
    this.#draw();
  }

  protected progress(_instance: string, task: ShownTask, progress: Progress): void {
    task.progress = progress;
  }

  #eraser(): string {
    return this.#drawn > 0 ? `\x1b[${this.#drawn}A\x1b[0J` : "";
  }

  #draw(): void {
    const now = performance.now();
    const lines = drawTasks(this.tasks, this.summary(now), columns() - 1, now);
    const text = this.#eraser() + lines.map((line) => `${line}\n`).join("");
    if (text !== "") draw(text);
    this.#drawn = lines.length;
  }
}
