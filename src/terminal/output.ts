import { escapeControls } from "./escape.ts";

const encoder = new TextEncoder();

function write(file: typeof Deno.stdout | typeof Deno.stderr, text: string): void {
  const bytes = encoder.encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  } catch (error) {
    // The reader has gone, as `head` does.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Writes a command's answer to standard output, control characters written out. */
export function print(text: string): void {
  write(Deno.stdout, `${escapeControls(text)}\n`);
}

/** Writes what accompanies a command, such as errors, to standard error, as `print()` does. */
export function tell(text: string): void {
  write(Deno.stderr, `${escapeControls(text)}\n`);
}

/** Writes text to standard error as it stands, such as what moves the cursor. */
export function draw(text: string): void {
  write(Deno.stderr, text);
}

/** Whether standard error is a terminal that understands cursor movements. */
export function isTerminal(): boolean {
  return Deno.stderr.isTerminal() && Deno.env.get("TERM") !== "dumb" && !Deno.env.get("CI");
}

/** Columns of the terminal. */
export function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 100;
  }
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Colours text, unless `NO_COLOR` is set or standard error is no terminal. */
export function paint(text: string, ...styles: (keyof typeof CODES)[]): string {
  if (Deno.noColor || !Deno.stderr.isTerminal()) return text;
  return styles.reduce((painted, style) => `\x1b[${CODES[style]}m${painted}\x1b[0m`, text);
}
