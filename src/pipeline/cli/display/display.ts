import type { RunEvent } from "../../runs/events.ts";
import type { Progress } from "../../task.ts";
import { formatProgress } from "./format_progress.ts";
import { LiveDisplay } from "./live_display.ts";
import { isTerminal, print, tell } from "../../../terminal/output.ts";
import type { ShownTask } from "./shown_task.ts";
import { type Display, TextDisplay } from "./text_display.ts";

/** Milliseconds between two plain lines of progress of one task. */
const PLAIN_INTERVAL = 10_000;

/** One plain line for each event. */
class PlainDisplay extends TextDisplay {
  override show(event: RunEvent): void {
    super.show(event);
    const { done, total } = this.counts;
    if (event.type === "finished" && done < total) tell(`  ${this.summary(performance.now())}`);
  }

  note(line: string): void {
    tell(line);
  }

  protected progress(instance: string, task: ShownTask, progress: Progress): void {
    const now = performance.now();
    const left = task.estimate.left(progress, now);
    if (now - task.toldAt < PLAIN_INTERVAL) return;
    task.toldAt = now;
    tell(`  ${instance}: ${formatProgress(progress, left)}`);
  }
}

/** Every event as a line of JSON on standard output. */
class JsonDisplay implements Display {
  show(event: RunEvent): void {
    print(JSON.stringify(event));
  }

  note(line: string): void {
    tell(line);
  }

  expect(): void {}

  close(): void {}
}

/** The display that suits where the output goes. */
export function chooseDisplay(json: boolean): Display {
  if (json) return new JsonDisplay();
  return isTerminal() ? new LiveDisplay() : new PlainDisplay();
}
