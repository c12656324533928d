/** The quotes of the string over several lines that is open after a line of Python; empty if none. */
export function quotesAfter(line: string, open: string): string {
  for (const [token] of line.matchAll(/\\.|"""|'''|#/g)) {
    if (token === "#" && open === "") break;
    if (token.length < 3) continue;
    if (open === "") open = token;
    else if (open === token) open = "";
  }
  return open;
}

/** Whether the beginning of a line of Python ends within a string. */
export function endsInString(line: string): boolean {
  let open = "";
  for (const [token] of line.matchAll(/\\.|["']|#/g)) {
    if (token === "#" && open === "") return false;
    if (token !== '"' && token !== "'") continue;
    if (open === "") open = token;
    else if (open === token) open = "";
  }
  return open !== "";
}
