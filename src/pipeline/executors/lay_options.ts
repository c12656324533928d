/** Lays options over others: lists add up, all else replaces what it is laid over. */
export function layOptions<Options extends object>(base: Options, over: Options): Options {
  const laid = { ...base } as Record<string, unknown>;
  for (const [name, value] of Object.entries(over)) {
    const known = laid[name];
    laid[name] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
  }
  return laid as Options;
}
