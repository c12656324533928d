/** A number with `digits` decimals and a true minus sign; an en dash where there is none. */
export function formatNumber(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value.toFixed(digits).replace("-", "−");
}

/** `mean ± se`, or the mean alone where no standard error is known. */
export function formatEstimate(
  value: { readonly mean: number; readonly se: number | null } | null | undefined,
  digits: number,
): string {
  if (value === null || value === undefined) return "–";
  const mean = formatNumber(value.mean, digits);
  return value.se === null ? mean : `${mean} ± ${formatNumber(value.se, digits)}`;
}

/** A count with thousands separated, the same on every machine. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `a`, `a and b`, or `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
