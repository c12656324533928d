import ts from "typescript";

/** A place in a module where it names another. */
export interface NamedModule {
  /** What it names, such as `./key.ts`, `zod` or `node:path`. */
  readonly specifier: string;
  /** Where the specifier begins in the module's text. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** Modules that a module imports, exports from or imports when it needs them, types included. */
export function importsOf(text: string): NamedModule[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
    const start = text.indexOf(fileName, pos);
    return { specifier: fileName, start, end: start + fileName.length };
  });
}

/**
 * The package of a specifier: `zod` of `zod/v4`; `undefined` where it names a file or a module of the
 * runtime.
 */
export function packageOf(specifier: string): string | undefined {
  if (/^(\.|\/|[a-z]+:)/.test(specifier)) return undefined;
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
