/** The text that `*` stands for in a pattern such as `*-samples`, if a name is of that form. */
export function wordOf(pattern: string, name: string): string | undefined {
  const [before, after, ...more] = pattern.split("*");
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const isOfForm = name.length > before.length + after.length && name.startsWith(before) &&
    name.endsWith(after);
  return isOfForm ? name.slice(before.length, name.length - after.length) : undefined;
}

/** Whether a name is the one given, or of its form if that has a `*`. */
export function matchesPattern(pattern: string, name: string): boolean {
  return pattern === name || wordOf(pattern, name) !== undefined;
}
