/** Which numbers of a list a function takes. */
export interface Filter {
  /** In words; C is a constant. */
  readonly words: string;
  /** In Python. */
  readonly python: string;
  /** Whether a number is taken. */
  takes(x: number, c: number): boolean;
}

/** What a function makes of each number. */
export interface Mapping {
  /** In words, empty if nothing; C is a constant. */
  readonly words: string;
  /** In Python. */
  readonly python: string;
  /** The same here. */
  of(x: bigint, c: bigint): bigint;
}

/** What a function makes of them all. */
export interface Reduction {
  /** In words. */
  readonly words: string;
  /** In Python, of a list E; a product has a loop instead. */
  readonly python?: string;
  /** The same here, as Python writes it; `undefined` where Python raises an exception. */
  of(numbers: readonly bigint[]): string | undefined;
}

/** The remainder as Python has it, never negative. */
const remainder = (x: number, c: number) => (x % c + c) % c;

/** Filters; a condition of several is made of them. */
export const FILTERS: readonly Filter[] = [
  { words: "even numbers", python: "x % 2 == 0", takes: (x) => remainder(x, 2) === 0 },
  { words: "odd numbers", python: "x % 2 == 1", takes: (x) => remainder(x, 2) === 1 },
  { words: "numbers greater than C", python: "x > C", takes: (x, c) => x > c },
  { words: "numbers less than C", python: "x < C", takes: (x, c) => x < c },
  {
    words: "numbers divisible by C",
    python: "x % C == 0",
    takes: (x, c) => remainder(x, c) === 0,
  },
  { words: "numbers not equal to C", python: "x != C", takes: (x, c) => x !== c },
];

/** Mappings. */
export const MAPPINGS: readonly Mapping[] = [
  { words: "the squares of", python: "x * x", of: (x) => x * x },
  { words: "the absolute values of", python: "abs(x)", of: (x) => x < 0n ? -x : x },
  { words: "C added to", python: "x + C", of: (x, c) => x + c },
  { words: "C subtracted from", python: "x - C", of: (x, c) => x - c },
  { words: "C times", python: "x * C", of: (x, c) => x * c },
  { words: "the remainders by C of", python: "x % C", of: (x, c) => (x % c + c) % c },
  { words: "", python: "x", of: (x) => x },
];

const listOf = (numbers: readonly bigint[]) => `[${numbers.join(", ")}]`;
const ascending = (numbers: readonly bigint[]) =>
  numbers.toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0);

/** Reductions. */
export const REDUCTIONS: readonly Reduction[] = [
  {
    words: "the sum of",
    python: "sum(E)",
    of: (numbers) => String(numbers.reduce((a, b) => a + b, 0n)),
  },
  {
    words: "the largest of",
    python: "max(E)",
    of: (numbers) => ascending(numbers).at(-1)?.toString(),
  },
  {
    words: "the smallest of",
    python: "min(E)",
    of: (numbers) => ascending(numbers).at(0)?.toString(),
  },
  { words: "the number of", python: "len(E)", of: (numbers) => String(numbers.length) },
  { words: "the sorted list of", python: "sorted(E)", of: (numbers) => listOf(ascending(numbers)) },
  { words: "the list of", python: "E", of: listOf },
  {
    words: "the reversed list of",
    python: "E[::-1]",
    of: (numbers) => listOf(numbers.toReversed()),
  },
  { words: "the product of", of: (numbers) => String(numbers.reduce((a, b) => a * b, 1n)) },
];

/** Constants of filters and mappings. */
export const CONSTANTS: readonly number[] = [2, 3, 4, 5, 6, 7, 8, 9];
