import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { installCached } from "../src/packaging/install_cached.ts";
import { PORTABLE_FACES, writePackage } from "../src/packaging/write_package.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PROJECT = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));

/** A program of another project: the tokens are drawn by a network of its own. */
const PROGRAM = `
import { drawSamples, samplerNamed } from "@proseco/proseco/diffusion";
import { createDenoiser, initialParameters, newConfig } from "@proseco/proseco/model";
import { foldIn, randomKey, RandomStream } from "@proseco/proseco/random";

const facts = { vocab: 5, length: 6, numClasses: 2, maskId: 4 };
const config = newConfig({ hiddenSize: 16, condDim: 8, nBlocks: 1, nHeads: 2 }, facts);
const denoiser = createDenoiser(initialParameters(config, randomKey(3)), config, { engine: "cpu" });
const drawn = await drawSamples(denoiser, {
  sampler: samplerNamed("mdm"),
  settings: { T: 6 },
  key: foldIn(randomKey(5), "draw"),
  labels: Int32Array.of(0, 1),
  bosId: 0, eosId: 1, padId: 2,
});
await denoiser.release();
export const said: string = JSON.stringify([
  new RandomStream(randomKey(7)).normal(), [...drawn.tokens], drawn.evaluations,
]);
console.log(said);
`;

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
}

/** Another project, with the package and what it depends on in its `node_modules`. */
async function withProject(
  use: (folder: string, manifest: Manifest) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    const at = `${folder}/node_modules/@proseco/proseco`;
    const names = new Set<string>();
    await Deno.mkdir(at, { recursive: true });
    await writePackage(at);
    const manifest = JSON.parse(await Deno.readTextFile(`${at}/package.json`)) as Manifest;
    for (const name of Object.keys(manifest.dependencies)) names.add(name);
    const pinned = Object.entries<string>(PROJECT.imports)
      .filter(([name]) => names.has(name.replace(/\/$/, "")));
    const installed = `${folder}/installed`;
    await Deno.mkdir(installed);
    await installCached(installed, Object.fromEntries(pinned));
    // Where Node looks for what the package imports.
    await Deno.symlink(`${installed}/node_modules`, `${at}/node_modules`, { type: "dir" });
    await Deno.writeTextFile(`${folder}/program.mjs`, PROGRAM.replace("said: string", "said"));
    await Deno.writeTextFile(`${folder}/program.mts`, PROGRAM);
    await use(folder, manifest);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function printed(command: string, args: readonly string[], cwd = ROOT): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(command, { args: [...args], cwd }).output();
  const said = new TextDecoder().decode(stdout).trim();
  ok(said !== "", new TextDecoder().decode(stderr));
  return said;
}

function hasNode(): boolean {
  try {
    return new Deno.Command("node", { args: ["--version"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test("the npm package has each face that needs no Deno, with its types, and computes in Node as here", async (t) => {
  await withProject(async (folder, { name, dependencies, exports }) => {
    await t.step("package.json names every face, and versions of deno.json", async () => {
      strictEqual(name, PROJECT.name);
      deepStrictEqual(Object.keys(exports), [...PORTABLE_FACES]);
      for (const face of Object.values(exports).flatMap((face) => [face.types, face.default])) {
        ok((await Deno.stat(`${folder}/node_modules/${name}/${face}`)).isFile, face);
      }
      for (const [name, version] of Object.entries(dependencies)) {
        const pinned: string = PROJECT.imports[name] ?? PROJECT.imports[`${name}/`];
        ok(pinned.includes(`@${version}`), `${name} ${version}: ${pinned}`);
      }
    });

    await t.step("a program of another project has its types", () => {
      const program = ts.createProgram([`${folder}/program.mts`], {
        ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
        ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      });
      const source = program.getSourceFile(`${folder}/program.mts`)!;
      const faults = program.getSemanticDiagnostics(source);
      deepStrictEqual(
        faults.map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, " ")),
        [],
      );
      const checker = program.getTypeChecker();
      const drawn = source.statements.flatMap((statement) =>
        ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []
      ).find(({ name }) => name.getText(source) === "drawn")!;
      strictEqual(checker.typeToString(checker.getTypeAtLocation(drawn)), "Samples");
    });

    await t.step({
      name: `it computes in Node what it computes here${
        hasNode() ? "" : ": there is no node here"
      }`,
      ignore: !hasNode(),
      fn: async () => {
        const here = `${folder}/here.ts`;
        await Deno.writeTextFile(
          here,
          PROGRAM.replaceAll(
            /"@proseco\/proseco\/(\w+)"/g,
            (_, face) => `"file://${ROOT}src/${face}/mod.ts"`,
          ),
        );
        const config = `${ROOT}deno.json`;
        strictEqual(
          await printed("node", [`${folder}/program.mjs`], folder),
          await printed(Deno.execPath(), ["run", "-A", "--no-check", "--config", config, here]),
        );
      },
    });
  });
});

Deno.test("a folder that exists is not written over by a package", async () => {
  const folder = await Deno.makeTempDir();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "src/commands/package.ts", folder],
    cwd: ROOT,
  }).output();
  strictEqual(
    new TextDecoder().decode(stderr).trim(),
    `Cannot write the package to "${folder}": it exists; name another`,
  );
  strictEqual(code, 2);
  await Deno.remove(folder);
});
