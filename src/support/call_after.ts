/** The longest time that a timer of the platform waits; with a longer one it ends at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls back after a time of any length, such as thirty days.
 *
 * @returns What ends the waiting.
 */
export function callAfter(milliseconds: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    const next = Math.min(left, LONGEST);
    timer = setTimeout(() => left > next ? wait(left - next) : callback(), next);
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
