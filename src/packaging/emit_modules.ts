import { dirname, join } from "node:path";
import ts from "typescript";
import { importsOf, packageOf } from "./imports_of.ts";

/** What {@linkcode emitModules} emits. */
export interface EmitOptions {
  /** The project's folder; modules keep their places in it. */
  readonly root: string;
  /** Modules to begin from, such as `src/random/mod.ts`. */
  readonly entries: readonly string[];
  /** Folder with the `node_modules` by which types of packages are found. */
  readonly packages: string;
}

/** Modules as JavaScript and as declarations of types. */
export interface EmittedModules {
  /** Texts by path, such as `src/random/mod.js` and `src/random/mod.d.ts`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of the packages that they import. */
  readonly packages: readonly string[];
  /** Files beside modules that these read, such as `src/domains/…/sa_fragments.bin.gz`. */
  readonly assets: readonly string[];
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  declaration: true,
  rewriteRelativeImportExtensions: true,
};

/** Declarations keep the endings of sources: only JavaScript is rewritten by the compiler. */
function endingsRewritten(text: string): string {
  return importsOf(text).reverse().reduce((rewritten, { specifier, start, end }) => {
    if (!specifier.startsWith(".") || !specifier.endsWith(".ts")) return rewritten;
    return `${rewritten.slice(0, start)}${specifier.slice(0, -3)}.js${rewritten.slice(end)}`;
  }, text);
}

/** Files that a module names by its own address. */
const besideIt = (text: string) =>
  [...text.matchAll(/new URL\("(\.[^"]+)", import\.meta\.url\)/g)].map(([, name]) => name!);

function emitAll({ root, entries, packages }: EmitOptions): Map<string, string> {
  const host = ts.createCompilerHost(OPTIONS);
  const beside = join(packages, "packages.ts");
  host.resolveModuleNameLiterals = (literals, file, _, options) =>
    literals.map(({ text }) => {
      const from = file.startsWith(root) && packageOf(text) !== undefined ? beside : file;
      return ts.resolveModuleName(text, from, options, host);
    });
  const program = ts.createProgram(entries.map((entry) => join(root, entry)), OPTIONS, host);
  const texts = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (path, text) => {
    const place = path.slice(root.length).replaceAll("\\", "/");
    texts.set(place, path.endsWith(".d.ts") ? endingsRewritten(text) : text);
  });
  if (diagnostics.length === 0) return texts;
  throw new Error(`Cannot emit the modules: ${
    ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => "\n",
    })
  }`);
}

/**
 * Emits modules of the project as JavaScript with declarations of types, and with them what they import,
 * each only where emitted modules import it: a module of which types alone are used is declared only.
 *
 * @throws {Error} If the type of something that is exported cannot be written down.
 */
export function emitModules(options: EmitOptions): EmittedModules {
  const all = emitAll(options), texts = new Map<string, string>();
  const packages = new Set<string>(), assets = new Set<string>();
  const take = (path: string) => {
    if (texts.has(path)) return;
    const text = all.get(path);
    if (text === undefined) throw new Error(`Cannot emit ${path}: the compiler has not made it`);
    texts.set(path, text);
    for (const { specifier } of importsOf(text)) {
      const name = packageOf(specifier);
      if (name !== undefined) packages.add(name);
      if (!specifier.startsWith(".")) continue;
      const target = join(dirname(path), specifier).replaceAll("\\", "/");
      take(path.endsWith(".d.ts") ? target.replace(/\.js$/, ".d.ts") : target);
    }
    if (path.endsWith(".d.ts")) return;
    for (const name of besideIt(text)) {
      assets.add(join(dirname(path), name).replaceAll("\\", "/"));
    }
  };
  for (const entry of options.entries) {
    take(entry.replace(/\.ts$/, ".js"));
    take(entry.replace(/\.ts$/, ".d.ts"));
  }
  return { texts, packages: [...packages].sort(), assets: [...assets].sort() };
}
