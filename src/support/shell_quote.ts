/** A word that no shell reads as more. */
const PLAIN = /^[\w=:.,/%@+-]+$/;

/** A word as one would type it for a POSIX shell: quoted only where it would be read otherwise. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : shellQuote(text);
}

/** Writes a text so that a POSIX shell reads it as one word, whatever it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
