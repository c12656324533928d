import type { RunEvent } from "../../runs/events.ts";
import type { Progress } from "../../task.ts";
import { formatGuess } from "../../../terminal/format.ts";
import { lineFor, shownHost } from "./event_line.ts";
import { Estimate } from "./format_progress.ts";
import type { ShownTask } from "./shown_task.ts";
import type { TimeLeft } from "./time_left.ts";

/** Shows the events of a run. */
export interface Display {
  show(event: RunEvent): void;
  /** Shows a line that no event stands for. */
  note(line: string): void;
  /** Tells from now on how long the run goes on. */
  expect(timeLeft: TimeLeft): void;
  /** Ends what is drawn. */
  close(): void;
}

/** Seconds from which on it is worth a word how long a run goes on. */
const WORTH_TELLING = 30;

const ENDS: readonly RunEvent["type"][] = ["finished", "failed", "retry", "stopped"];

/** Writes a line for each event and keeps account of what is under way. */
export abstract class TextDisplay implements Display {
  protected readonly tasks = new Map<string, ShownTask>();
  protected readonly counts = { done: 0, total: 0 };
  readonly #ended = new Set<string>();
  #pipeline = "";
  #timeLeft: TimeLeft | undefined;

  show(event: RunEvent): void {
    this.#account(event);
    const line = lineFor(event, this.#pipeline);
    if (line !== undefined) this.note(line);
  }

  expect(timeLeft: TimeLeft): void {
    this.#timeLeft = timeLeft;
  }

  close(): void {}

  /** How many instances have ended, and how long the others will take. */
  protected summary(now: number): string {
    const { done, total } = this.counts;
    const seconds = this.#timeLeft?.seconds(this.tasks, this.#ended, now) ?? 0;
    const left = seconds < WORTH_TELLING ? "" : `, ${formatGuess(seconds)} left`;
    return `${done}/${total} done${left}`;
  }

  abstract note(line: string): void;
  protected abstract progress(instance: string, task: ShownTask, progress: Progress): void;

  #account(event: RunEvent): void {
    if (event.type === "begun") {
      this.#pipeline = event.pipeline;
      this.counts.total = event.instances;
    } else if (event.type === "cached") this.counts.done++;
    else if (event.type === "started") this.#add(event.instance);
    else if (event.type === "waiting") {
      const { pid, host } = event.holder;
      this.#add(event.instance, `waiting for process ${pid} on ${shownHost(host)}`);
    } else if (event.type === "queued") {
      this.#add(event.instance, `in the queue: ${event.reason}`);
    } else if (event.type === "running") this.#add(event.instance);
    else if (event.type === "progress") {
      const task = this.tasks.get(event.instance);
      if (task !== undefined) this.progress(event.instance, task, event.progress);
    } else if ("instance" in event && ENDS.includes(event.type)) {
      this.tasks.delete(event.instance);
      if (event.type === "finished") {
        this.counts.done++;
        this.#ended.add(event.instance);
      }
    }
  }

  #add(instance: string, waitsFor?: string): void {
    const since = performance.now();
    this.tasks.set(instance, { estimate: new Estimate(), since, waitsFor, toldAt: since });
  }
}
