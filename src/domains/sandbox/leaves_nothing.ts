/** Methods of Python's own values that change nothing but the value itself, and what {@linkcode MODULES} hold. */
const METHODS = new Set(
  [
    "append add clear copy count discard extend find findall finditer format fromkeys get index insert",
    "items join keys pop popitem remove replace reverse rfind rindex setdefault sort split splitlines",
    "rsplit strip lstrip rstrip startswith endswith update values upper lower title capitalize swapcase",
    "isalpha isdigit isalnum isdecimal isnumeric islower isupper isspace center ljust rjust zfill",
    "partition rpartition translate casefold union intersection difference symmetric_difference",
    "issubset issuperset isdisjoint bit_length bit_count is_integer appendleft popleft rotate",
    "most_common elements sub match search fullmatch compile group groups",
  ].join(" ").split(" "),
);

/** Modules of which these names change nothing outside. */
const MODULES: Readonly<Record<string, string>> = {
  bisect: "bisect bisect_left bisect_right insort",
  collections: "Counter OrderedDict defaultdict deque",
  functools: "reduce",
  heapq: "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest",
  itertools:
    "accumulate chain combinations combinations_with_replacement count cycle groupby islice permutations " +
    "product repeat takewhile dropwhile zip_longest",
  math:
    "ceil comb cos degrees dist exp fabs factorial floor fmod gcd hypot isqrt lcm log log10 log2 perm pow " +
    "prod radians sin sqrt tan trunc",
  re: "compile findall finditer fullmatch match search split sub",
};

const CALLED = new Set([
  ...METHODS,
  ...Object.values(MODULES).flatMap((names) => names.split(" ")),
]);

/** Names and words by which a program reaches what it was not given, or what runs after it. */
const FORBIDDEN =
  /\b(?:async|await|breakpoint|class|compile|delattr|eval|exec|getattr|globals|help|import|input|locals|memoryview|open|setattr|super|type|vars|yield)\b/;

const IMPORT = /^[ \t]*import (\w+(?:, ?\w+)*)[ \t]*$/;
const IMPORT_NAMES = /^[ \t]*from (\w+) import (\w+(?:, ?\w+)*)[ \t]*$/;

const splitNames = (names: string) => names.split(/, ?/);

function isKnownImport(line: string): boolean {
  const modules = IMPORT.exec(line)?.[1];
  if (modules !== undefined) {
    return splitNames(modules).every((name) => Object.hasOwn(MODULES, name));
  }
  const [, module = "", names = ""] = IMPORT_NAMES.exec(line) ?? [];
  if (!Object.hasOwn(MODULES, module)) return false;
  const known = MODULES[module]!.split(" ");
  return splitNames(names).every((name) => known.includes(name));
}

/**
 * Whether a Python program can be told, from its text, to leave nothing behind in its interpreter: it
 * defines no class, reaches nothing but its own names, and calls of others' attributes those alone that
 * are known to change nothing that another program sees. Most programs that models write for a list
 * of numbers are such; of whatever is in doubt the answer is no.
 *
 * Every dot must begin a known name that is called at once, or stand between digits: so no attribute can
 * be assigned, nor be hidden by a comment, a string or a line that goes on.
 */
export function leavesNothing(program: string): boolean {
  // Other alphabets have letters that Python takes for those of ASCII.
  if (/[^\n\t -~]|__|\\\n/.test(program)) return false;
  const lines = program.split("\n").filter((line) => !isKnownImport(line));
  const rest = lines.join("\n");
  // `compile` is forbidden as a name, and known as what `re` has.
  if (FORBIDDEN.test(rest.replaceAll("re.compile(", "("))) return false;
  for (const { index } of rest.matchAll(/\./g)) {
    const after = rest.slice(index + 1, index + 40);
    if (/^\d/.test(after)) continue;
    const called = /^([a-zA-Z_]\w*)\(/.exec(after)?.[1];
    if (called === undefined || !CALLED.has(called)) return false;
  }
  return true;
}
