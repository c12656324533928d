import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { emitModules, type EmittedModules } from "./emit_modules.ts";
import { importsOf, packageOf } from "./imports_of.ts";
import { installCached } from "./install_cached.ts";

/** Faces that need no Deno, by their names in `deno.json`. */
export const PORTABLE_FACES = [
  ...["./tensor", "./model", "./diffusion", "./molecules", "./text", "./random"],
] as const;

/** Packages for whom wants the engine that needs them: they bring native code. */
const OPTIONAL = ["onnxruntime-node"];

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The parts of `deno.json` that make a package. */
interface Project {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
}

/** What {@linkcode writePackage} wrote. */
export interface WrittenPackage {
  /** Its name and version. */
  readonly id: string;
  /** How many modules it has. */
  readonly modules: number;
  /** Faces of the project that it has not, as they need Deno. */
  readonly leftOut: readonly string[];
}

const README = (name: string) =>
  `# ${name}

Parts of ProSeCo that run in any JavaScript: ${
    PORTABLE_FACES.map((face) => `\`${name}${face.slice(1)}\``).join(", ")
  }.

Each face's documentation, with an example, stands at the head of its declarations. The engine
"compiled" needs \`onnxruntime-node\` installed beside it, in Node; \`engine: "cpu"\` runs in browsers
too.
`;

/** What a package's `package.json` says of its versions: `{ zod: "4.6.7" }` of `npm:zod@4.6.7`. */
function versionsOf(
  names: readonly string[],
  imports: Project["imports"],
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => {
    const pinned = imports[name] ?? imports[`${name}/`];
    const version = /@(\d[^/]*)\/?$/.exec(pinned ?? "")?.[1];
    if (version === undefined) {
      throw new Error(`Cannot package: deno.json pins no version of "${name}"`);
    }
    return [name, version];
  }));
}

/** Modules of which a browser has no use, as they import those of Node. */
const nativeModules = (texts: ReadonlyMap<string, string>) =>
  [...texts].filter(([path, text]) =>
    path.endsWith(".js") && importsOf(text).some(({ specifier }) => specifier.startsWith("node:"))
  ).map(([path]) => `./${path}`);

function manifest(project: Project, { texts, packages }: EmittedModules) {
  const { name, version, license } = project, native = nativeModules(texts);
  const versions = versionsOf(packages, project.imports);
  const isOptional = ([name]: readonly [string, string]) => OPTIONAL.includes(name);
  const emitted = (face: string, ending: string) => project.exports[face]!.replace(/\.ts$/, ending);
  return {
    ...{ name, version, license, type: "module" },
    exports: Object.fromEntries(
      PORTABLE_FACES.map((face) => [
        face,
        { types: emitted(face, ".d.ts"), default: emitted(face, ".js") },
      ]),
    ),
    browser: Object.fromEntries([...OPTIONAL, ...native].map((name) => [name, false])),
    dependencies: Object.fromEntries(
      Object.entries(versions).filter((entry) => !isOptional(entry)),
    ),
    peerDependencies: Object.fromEntries(Object.entries(versions).filter(isOptional)),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((name) => [name, { optional: true }])),
  };
}

/** The packages of the project that some of its modules import, and those that these import. */
async function pinnedFor(
  entries: readonly string[],
  imports: Project["imports"],
): Promise<Readonly<Record<string, string>>> {
  const names = new Set<string>(), seen = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier } of importsOf(await Deno.readTextFile(ROOT + path))) {
      const name = packageOf(specifier);
      if (name !== undefined) names.add(name);
      if (specifier.startsWith(".")) await visit(join(dirname(path), specifier));
    }
  };
  for (const entry of entries) await visit(entry);
  return Object.fromEntries(
    Object.entries(imports).filter(([name]) => names.has(name.replace(/\/$/, ""))),
  );
}

/**
 * Writes an npm package of the faces that need no Deno: JavaScript, declarations of types, and
 * `package.json` with a subpath for each.
 *
 * @param folder Where to write; it is made.
 * @throws {Error} If a type cannot be written down, a package is not pinned or cannot be had.
 */
export async function writePackage(folder: string): Promise<WrittenPackage> {
  const project = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`)) as Project;
  const entries = PORTABLE_FACES.map((face) => normalize(project.exports[face]!));
  const packages = await Deno.makeTempDir();
  try {
    await installCached(packages, await pinnedFor(entries, project.imports));
    const emitted = emitModules({ root: ROOT, entries, packages });
    for (const [path, text] of emitted.texts) {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    for (const path of emitted.assets) await Deno.copyFile(ROOT + path, join(folder, path));
    const content = manifest(project, emitted);
    await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(content, null, 2) + "\n");
    await Deno.writeTextFile(`${folder}/README.md`, README(project.name));
    await Deno.copyFile(`${ROOT}LICENSE`, `${folder}/LICENSE`);
    const portable: readonly string[] = PORTABLE_FACES;
    return {
      id: `${project.name}@${project.version}`,
      modules: [...emitted.texts.keys()].filter((path) => path.endsWith(".js")).length,
      leftOut: Object.keys(project.exports).filter((face) => !portable.includes(face)),
    };
  } finally {
    await Deno.remove(packages, { recursive: true });
  }
}
