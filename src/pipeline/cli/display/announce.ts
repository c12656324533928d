import type { Capacity } from "../../plan/capacity.ts";
import { wallTime } from "../../plan/estimate.ts";
import type { RunEvent } from "../../runs/events.ts";
import type { Pipeline } from "../../graph/load.ts";
import { plan, type PlanOptions } from "../../plan/plan_pipeline.ts";
import type { Display } from "./text_display.ts";
import { describeWork } from "./planned_lines.ts";
import { TimeLeft } from "./time_left.ts";

/** Seconds of work from which on a run says beforehand how long it will take. */
const LONG = 60;

/**
 * Makes what says, when the first instance starts, how long all of them will take on this machine, and
 * lets the display tell what is left of that. Where all is cached nothing is planned again. Engines are
 * measured for this while the first instances, as a rule of data, run.
 */
export function announcer(
  pipeline: Pipeline,
  options: PlanOptions,
  capacity: Capacity,
  display: Display,
): (event: RunEvent) => void {
  let isAnnounced = false;
  const announce = async () => {
    const planned = await plan(pipeline, options);
    const open = planned.filter(({ action }) => action !== "cached");
    display.expect(new TimeLeft(open, capacity));
    if (wallTime(open, capacity) >= LONG) display.note(describeWork(open, capacity));
  };
  return ({ type }) => {
    if (type !== "started" || isAnnounced) return;
    isAnnounced = true;
    // What cannot be planned any more, as a file has gone, is the run's to report.
    announce().catch(() => {});
  };
}
