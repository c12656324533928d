/** Parameters that let the main job end within a minute; the rest are those of its quick profile. */
export const SMALL_MAIN_JOB: Readonly<Record<string, string | number | readonly unknown[]>> = {
  source: "enumerated",
  enumerate: 300,
  hiddenSize: 16,
  nBlocks: 1,
  nHeads: 2,
  condDim: 8,
  batchSize: 16,
  warmupSteps: 2,
  baseSteps: 12,
  prosecoSteps: 6,
  mdmSteps: 6,
  count: 24,
  steps: [4],
};

/** Settings as the values of `--set`. */
export function settingsOf(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([name, value]) =>
    `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`
  );
}
