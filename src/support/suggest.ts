/** Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
      }
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}

/** Longer ones are no names that someone mistypes. */
const LONGEST = 100;

/** Names to compare with. */
const MOST = 1000;

/** The known name that a misspelt one most likely means, or `undefined` if none is near. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined, bestDistance = Infinity;
  let compared = 0;
  for (const candidate of known) {
    if (++compared > MOST) break;
    if (Math.max(name.length, candidate.length) > LONGEST) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    const most = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    if (distance <= most && distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

const LISTED = 12;

/** Advice for a name that is not known: `Did you mean "x"? Known: x, y, z`. */
export function suggest(name: string, known: Iterable<string>): string {
  const names = [...known];
  if (names.length === 0) return "None is known here";
  const near = closest(name, names);
  const listed = names.slice(0, LISTED).join(", ") + (names.length > LISTED ? ", …" : "");
  return near === undefined ? `Known: ${listed}` : `Did you mean "${near}"? Known: ${listed}`;
}
