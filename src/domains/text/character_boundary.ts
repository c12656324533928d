/**
 * Where a text may be cut at or before an index, so that no character of two UTF-16 units, such as an
 * emoji, is cut in halves that are no text.
 */
export function characterBoundary(text: string, index: number): number {
  const isWithin = index > 0 && index < text.length && text.codePointAt(index - 1)! > 0xffff;
  return isWithin ? index - 1 : index;
}
