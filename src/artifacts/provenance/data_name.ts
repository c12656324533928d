/** What a data set is called in titles and tables, by what it says of where it comes from. */
export function dataName(source: Readonly<Record<string, unknown>>): string {
  const { kind, title, corpus } = source;
  if (kind === "enumerated") return "enumerated molecules";
  return [title, corpus].find((name) => typeof name === "string") as string | undefined ?? "QM9";
}
