/**
 * Control characters, but line feed and tab, and those that turn the direction of text: on a terminal
 * they move the cursor, hide text or answer in the user's place.
 */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The colours of this program's own, which `paint()` makes. */
// deno-lint-ignore no-control-regex
const COLOURS = /(\x1b\[(?:[012]|3[1236])m)/;

function escaped(text: string): string {
  return text.replace(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Makes text that holds names, messages or logs of others safe to show: control characters become
 * `\u001b`, as JSON writes them. Colours stay.
 */
export function escapeControls(text: string): string {
  if (text.search(CONTROLS) === -1) return text;
  return text.split(COLOURS).map((part, i) => i % 2 === 1 ? part : escaped(part)).join("");
}
