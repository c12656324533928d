import { deepStrictEqual, ok } from "node:assert/strict";
import ts from "typescript";

/** What runs in any JavaScript: modules by which others enter, which need neither Deno nor Node. */
const PORTABLE = [
  "src/random/mod.ts",
  "src/tensor/engines/engines.ts",
  "src/tensor/engines/prepare.ts",
  "src/tensor/optimizers/optimizers.ts",
  "src/tensor/safetensors.ts",
  "src/model/denoiser.ts",
  "src/model/export_onnx.ts",
  "src/model/new_config.ts",
  "src/model/parse_config.ts",
  "src/diffusion/samplers/samplers.ts",
  "src/diffusion/objectives/objectives.ts",
  "src/diffusion/drawing/draw_samples.ts",
  "src/diffusion/drawing/record_trajectory.ts",
  "src/domains/molecules/smiles_tokenizer.ts",
  "src/domains/molecules/scaffold.ts",
  "src/domains/molecules/diversity.ts",
  "src/domains/molecules/properties/properties.ts",
  "src/domains/molecules/rdkit/ask_rdkit.ts",
  "src/domains/text/tokenizers/text_tokenizers.ts",
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
  ok(need?.endsWith("src/model/checkpoint.ts"), need);
});
