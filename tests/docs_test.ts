import { ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { type Block, copyProject, findBlocks, withoutNumbers, writeShims } from "./docs_fixture.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const DOCUMENTS = [
  "README.md",
  ...Array.from(Deno.readDirSync(join(ROOT, "docs")), ({ name }) => `docs/${name}`)
    .filter((name) => name.endsWith(".md")).sort(),
];

/** A project in which a document's blocks run one after the other. */
interface Place {
  readonly project: string;
  readonly env: Record<string, string>;
  /** What the last command said. */
  output: string;
}

async function run(place: Place, command: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd: place.project,
    env: place.env,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  place.output = decoder.decode(stdout) + decoder.decode(stderr);
  strictEqual(code, 0, place.output);
}

/** The file that a block's first line names in a comment, such as `// tasks/text/reverse.ts`. */
function namedFile(text: string): string | undefined {
  return /^(?:\/\/|#) (\S+\.(?:ts|yaml|py|R))$/.exec(text.split("\n")[0]!)?.[1];
}

/** Why a block is not run here, if it is not. */
function whyNot({ notRun, needs }: Block): string | undefined {
  if (notRun !== undefined || needs === undefined) return notRun;
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, needs))) ? undefined : `no ${needs} here`;
}

async function runBlock(place: Place, { language, text }: Block): Promise<void> {
  const file = namedFile(text);
  if (file !== undefined) {
    const path = join(place.project, file);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text + "\n");
  }
  switch (language) {
    case "sh":
      return await run(place, "bash", ["-euo", "pipefail", "-c", text]);
    case "ts": {
      if (file !== undefined) return await run(place, "deno", ["check", "--quiet", file]);
      const script = `example_${crypto.randomUUID()}.ts`;
      await Deno.writeTextFile(join(place.project, script), text);
      await run(place, "deno", ["run", "--quiet", "--check", "--allow-all", script]);
      return await Deno.remove(join(place.project, script));
    }
    case "yaml":
      parse(text);
      return;
    case "python":
    case "r":
      ok(file, "a block of such a language becomes a file, which its first line names");
      return;
    case "json":
      JSON.parse(text);
      return;
    case "text": {
      const said = withoutNumbers(place.output);
      for (const line of withoutNumbers(text).split("\n").map((line) => line.trim())) {
        ok(said.includes(line), `the command before does not say "${line}" but\n${place.output}`);
      }
      return;
    }
    default:
      throw new Error(
        `No one knows how to run a block of language "${language}"; known are sh, ts, yaml, json, ` +
          "and text for what the block before prints",
      );
  }
}

Deno.test("every code block of the documents runs, one after the other", async (test) => {
  const folder = await Deno.makeTempDir({ prefix: "docs-" });
  try {
    const bin = join(folder, "bin");
    await writeShims(bin);
    for (const document of DOCUMENTS) {
      const blocks = findBlocks(await Deno.readTextFile(join(ROOT, document)));
      if (blocks.length === 0) continue;
      const project = join(folder, document.replaceAll("/", "-"));
      await copyProject(ROOT, project);
      // One store for all: what a document has run need not run for the next.
      const env = {
        PATH: `${bin}${delimiter}${Deno.env.get("PATH")}`,
        PROSECO_STORE: join(folder, "store"),
        NO_COLOR: "1",
        CI: "1",
      };
      const place: Place = { project, env, output: "" };
      for (const block of blocks) {
        const name = `${document}:${block.line}`, why = whyNot(block);
        if (why === undefined) await test.step(name, () => runBlock(place, block));
        else await test.step({ name: `${name}: ${why}`, ignore: true, fn() {} });
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every link of the documents leads to a file of the project", async () => {
  for (const document of DOCUMENTS) {
    const text = await Deno.readTextFile(join(ROOT, document));
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const path = join(ROOT, dirname(document), target!);
      ok(await Deno.stat(path).then(() => true, () => false), `${document} links to ${target}`);
    }
  }
});

Deno.test("findBlocks() finds blocks with their lines, why one is not run and what it needs", () => {
  const fence = "```";
  const blocks = findBlocks(
    `Text\n\n${fence}sh\nls\n${fence}\n\n<!-- not run: no cluster here -->\n\n${fence}sh\nx\n${fence}\n` +
      `\n<!-- needs: Rscript -->\n\n${fence}sh\ny\n${fence}\n`,
  );
  strictEqual(
    JSON.stringify(blocks),
    JSON.stringify([
      { line: 3, language: "sh", text: "ls" },
      { line: 9, language: "sh", text: "x", notRun: "no cluster here" },
      { line: 15, language: "sh", text: "y", needs: "Rscript" },
    ]),
  );
});
