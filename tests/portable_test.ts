import { deepStrictEqual, ok } from "node:assert/strict";
import ts from "typescript";

/** What runs in any JavaScript: modules by which others enter, which need neither Deno nor Node. */
const PORTABLE = [
  "src/random/mod.ts",
  "src/tensor/mod.ts",
  "src/model/mod.ts",
  "src/diffusion/mod.ts",
  "src/domains/molecules/mod.ts",
  "src/domains/text/mod.ts",
  "src/diffusion/objectives/objectives.ts",
  "src/diffusion/drawing/record_trajectory.ts",
  "src/domains/molecules/enumeration/enumerate.ts",
  "src/domains/sudoku/large_sudoku.ts",
  "src/domains/math/math_answer.ts",
];

const ROOT = new URL("../", import.meta.url);

interface Module {
  /** Modules that are there before its first line runs. */
  readonly imported: readonly string[];
  /** Whether it names `Deno`, outside of strings and comments. */
  readonly usesDeno: boolean;
}

const isErased = (statement: ts.ImportDeclaration | ts.ExportDeclaration) =>
  ts.isImportDeclaration(statement)
    ? statement.importClause?.isTypeOnly ?? false
    : statement.isTypeOnly;

function readModule(url: URL): Module {
  const text = Deno.readTextFileSync(url);
  const source = ts.createSourceFile(url.href, text, ts.ScriptTarget.Latest);
  const imported = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || isErased(statement)) return [];
    return [(moduleSpecifier as ts.StringLiteral).text];
  });
  const namesDeno = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === "Deno" || (ts.forEachChild(node, namesDeno) ?? false);
  return { imported, usesDeno: namesDeno(source) };
}

/** What a module needs of Deno or Node before its first line runs, each with the way that leads there. */
function needsOf(entry: string): string[] {
  const needs: string[] = [], seen = new Set<string>();
  const visit = (url: URL, trail: readonly string[]) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const way = [...trail, url.href.slice(ROOT.href.length)];
    const { imported, usesDeno } = readModule(url);
    if (usesDeno) needs.push(`Deno: ${way.join(" → ")}`);
    for (const specifier of imported) {
      if (specifier.startsWith(".")) visit(new URL(specifier, url), way);
      else if (specifier.startsWith("node:")) needs.push(`${specifier}: ${way.join(" → ")}`);
    }
  };
  visit(new URL(entry, ROOT), []);
  return needs;
}

Deno.test("what runs in any JavaScript needs neither Deno nor Node to be imported", () => {
  deepStrictEqual(PORTABLE.flatMap(needsOf), []);
});

Deno.test("what needs Deno or Node is found", () => {
  const [need] = needsOf("src/model/checkpoint.ts");
  ok(need?.endsWith("src/model/checkpoint.ts"), String(need));
});
