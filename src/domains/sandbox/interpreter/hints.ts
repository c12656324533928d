/** Exceptions that a program meets only here, and what to say about them. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^ModuleNotFoundError: No module named /,
    "the sandbox has Python's standard library alone, without ctypes, fcntl, sqlite3 and termios",
  ],
  [/^RuntimeError: can't start new thread/, "the sandbox has no threads"],
  [
    /^OverflowError: .*(?:C s?size_t|C long|ssize_t|index-sized integer|too large to convert)/,
    "Python has 32 bits in the sandbox: sys.maxsize is 2**31 - 1",
  ],
];

/** An exception's last line with what the sandbox lacks, where that may be the reason for it. */
export function withHint(detail: string): string {
  const hint = HINTS.find(([pattern]) => pattern.test(detail))?.[1];
  return hint === undefined ? detail : `${detail} (${hint})`;
}
