/** A sweep of `deno task regress`: a pipeline with the profiles `sweep` and `spread`, and its baseline. */
export interface NamedSweep {
  /** What it is of, as the command line names it. */
  readonly name: string;
  /** The pipeline, whose output `sweep.json` holds the figures; its baseline is called after it. */
  readonly pipeline: string;
}

/** All sweeps, in the order in which they run. */
export const SWEEPS: readonly NamedSweep[] = [
  { name: "molecules", pipeline: "regress" },
  { name: "text", pipeline: "regress-text" },
  { name: "code", pipeline: "regress-code" },
  { name: "math", pipeline: "regress-math" },
];
