const MINUTES_OF_DAY = 24 * 60, DAYS_OF_YEAR = 365.25;

/** Writes seconds as a person says them: `0.3 s`, `12 s`, `4 m 05 s`, `2 h 10 m`, `5.2 days`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} m ${pad(whole % 60)} s`;
  if (minutes < MINUTES_OF_DAY) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
  const days = minutes / MINUTES_OF_DAY;
  return days < DAYS_OF_YEAR
    ? `${days < 10 ? days.toFixed(1) : Math.round(days)} days`
    : `${(days / DAYS_OF_YEAR).toFixed(1)} years`;
}

/** Seconds of the units of a guess, each with how many from which on the next one up is taken. */
const UNITS = [
  ...[{ name: "seconds", seconds: 1, most: 90 }, { name: "minutes", seconds: 60, most: 90 }],
  ...[{ name: "hours", seconds: 3600, most: 48 }, { name: "days", seconds: 86_400, most: 365 }],
] as const;

const YEAR = { name: "years", seconds: DAYS_OF_YEAR * 86_400 };

/** How far below and above a guess the truth is taken to lie: an assumption, not a measured error. */
const LEAST = 0.7, MOST = 1.4;

/** Writes a guess of seconds as a range: `4 to 8 minutes`, `190 to 380 days`. */
export function formatGuess(seconds: number): string {
  const { name, seconds: unit } = UNITS.find((one) => seconds * MOST < one.most * one.seconds) ??
    YEAR;
  const round = (value: number) => Math.max(1, Number(value.toPrecision(2)));
  const low = round(Math.floor(seconds * LEAST / unit));
  const high = round(Math.ceil(seconds * MOST / unit));
  if (low !== high) return `${low} to ${high} ${name}`;
  return `${low} ${low === 1 ? name.slice(0, -1) : name}`;
}

/** Writes bytes with a unit. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes, unit = 0;
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Writes rows as columns that line up. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd())
    .join("\n");
}
