import ts from "typescript";
import { sha256 } from "../../support/json.ts";

/** One file that a module refers to by a literal. */
export interface ModuleLink {
  readonly specifier: string;
  /** Whether it is imported, or only named relative to the module, such as a worker or data. */
  readonly kind: "import" | "file";
}

/** What a module's text says, comments, formatting and types left out. */
export interface ModuleSource {
  /** sha256 of the tokens. */
  readonly hash: string;
  readonly links: readonly ModuleLink[];
}

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  jsx: ts.JsxEmit.Preserve,
  isolatedModules: true,
  removeComments: true,
};

function scriptKind(name: string): string {
  return /\.[cm]?[jt]sx$/.test(name) ? "module.tsx" : "module.ts";
}

function isClosing(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.CloseBracketToken || kind === ts.SyntaxKind.CloseBraceToken ||
    kind === ts.SyntaxKind.CloseParenToken;
}

/** The tokens of a source file: everything that a comment or a formatter does not touch. */
function tokensOf(source: ts.SourceFile): string[] {
  const tokens: string[] = [];
  let lastKind = ts.SyntaxKind.Unknown;
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) return children.forEach(visit);
    const text = node.getText(source);
    if (text === "" || node.kind === ts.SyntaxKind.EndOfFileToken) return;
    // `[a, b,]` is `[a, b]`; but `[a,,]` and `[,]` have a hole, so theirs stays.
    const last = tokens.length - 1;
    if (isClosing(node.kind) && lastKind === ts.SyntaxKind.CommaToken) {
      if (tokens[last - 1] !== "," && tokens[last - 1] !== "[") tokens.pop();
    }
    tokens.push(ts.isStringLiteral(node) ? JSON.stringify(node.text) : text);
    lastKind = node.kind;
  };
  visit(source);
  return tokens;
}

function isImportMeta(node: ts.Node, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression) &&
    node.name.text === name;
}

function linksOf(source: ts.SourceFile): ModuleLink[] {
  const links = new Map<string, ModuleLink>();
  const add = (node: ts.Node | undefined, kind: ModuleLink["kind"]) => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    links.set(`${kind} ${node.text}`, { specifier: node.text, kind });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, "import");
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], "import");
      if (isImportMeta(node.expression, "resolve")) add(node.arguments[0], "file");
    } else if (ts.isNewExpression(node) && node.arguments?.length === 2) {
      if (isImportMeta(node.arguments[1]!, "url")) add(node.arguments[0], "file");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...links.values()];
}

/**
 * Reads a module as the engine does: types are stripped as they are before it runs, and what is
 * left is hashed token by token, so that comments, line breaks, quotes and trailing commas do not
 * count.
 */
export function readModuleSource(text: string, name: string): ModuleSource {
  const fileName = scriptKind(name);
  const { outputText } = ts.transpileModule(text, { fileName, compilerOptions: COMPILER_OPTIONS });
  const source = ts.createSourceFile(
    fileName.replace(".ts", ".js"),
    outputText,
    ts.ScriptTarget.ESNext,
    true,
  );
  return { hash: sha256(tokensOf(source).join("\n")), links: linksOf(source) };
}
