import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { settingsOf, SMALL_MAIN_JOB } from "./small_main_job.ts";

/** A fenced block of a document. */
export interface Block {
  /** Line of the document on which it opens. */
  readonly line: number;
  /** Its language, such as `sh`. */
  readonly language: string;
  readonly text: string;
  /** Why it cannot be run here, if a comment \`<!-- not run: … -->\` above it says so. */
  readonly notRun?: string;
  /** A program that it needs, if a comment \`<!-- needs: … -->\` above it names one. */
  readonly needs?: string;
}

/** Finds the fenced blocks of a Markdown document. */
export function findBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  let above = "";
  for (let i = 0; i < lines.length; i++) {
    const [, indent, language] = /^(\s*)```(\S*)$/.exec(lines[i]!) ?? [];
    if (language === undefined) {
      if (lines[i]!.trim() !== "") above = lines[i]!;
      continue;
    }
    const start = i + 1;
    while (lines[++i]?.trim() !== "```") {
      if (i >= lines.length) throw new Error(`The block of line ${start} never ends`);
    }
    const text = lines.slice(start, i).map((line) => line.replace(indent!, "")).join("\n");
    const [, notRun] = /^<!-- not run: (.+) -->$/.exec(above.trim()) ?? [];
    const [, needs] = /^<!-- needs: (\S+) -->$/.exec(above.trim()) ?? [];
    blocks.push({ line: start, language, text, notRun, needs });
    above = "";
  }
  return blocks;
}

/** What a fresh check-out has that the documents' commands may need. */
const PROJECT = [
  ...[
    "src",
    "tasks",
    "examples",
    "pipelines",
    "data",
    "docs",
    "results/paper",
    "results/baselines",
  ],
  ...["results/models", "deno.json", "deno.lock", "mod.ts", "LICENSE", "README.md"],
];

/** Makes a copy of the project in `folder`, without what runs have left. */
export async function copyProject(root: string, folder: string): Promise<void> {
  for (const name of PROJECT) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
}

/** Parameters that let the demonstration end within a minute. */
const SMALL_DEMO = {
  ...{ "data.source": "enumerated", "data.enumerate": 300, count: 16, steps: [4], gammas: [1] },
};

/**
 * Writes commands that stand for `deno` and `npx` in the documents: the Deno that runs the tests, the
 * main job at a small size, and no test suite within the test suite.
 *
 * @param bin Folder for them, which comes first on the path.
 */
export async function writeShims(bin: string): Promise<void> {
  const write = (settings: Readonly<Record<string, unknown>>) =>
    settingsOf(settings).map((setting) => `--set '${setting}'`).join(" ");
  const correctors = [{ S: 2, omega: 2, guidance: "conditional" }];
  const settings = write({ ...SMALL_MAIN_JOB, seeds: [0], correctors });
  const demo = write(SMALL_DEMO);
  const deno = Deno.execPath();
  const shim = `#!/usr/bin/env bash
if [ "$1" = task ]; then
  args=(); for arg in "$@"; do [ "$arg" = --quiet ] || [ "$arg" = -q ] || args+=("$arg"); done
  case "\${args[1]} \${args[2]:-}" in
    "test "* | "ok "*) exec '${deno}' eval --no-check 'const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json")); Deno.exit(Deno.args[0] in tasks ? 0 : 1)' "\${args[1]}" ;;
    "serve "*)
      coproc SERVER { exec '${deno}' "$@" 2>&1; }
      while read -r line <&"\${SERVER[0]}"; do
        echo "$line"
        case "$line" in *localhost*) kill "$SERVER_PID"; exit 0 ;; esac
      done
      exit 1 ;;
    "pipeline qm9-demo"*) exec '${deno}' "$@" ${demo} ;;
    "pipeline qm9-guided"* | "pipeline plan" | "pipeline push" | "pipeline pull") [[ " \${args[*]} " == *" qm9-guided "* ]] && exec '${deno}' "$@" ${settings} ;;
  esac
fi
exec '${deno}' "$@"
`;
  const npx = `#!/usr/bin/env bash
[ "$1 $2" = "--yes deno@2.9.6" ] || { echo "the documents pin deno@2.9.6: got $2" >&2; exit 1; }
shift 2
exec '${join(bin, "deno")}' "$@"
`;
  await Deno.mkdir(bin, { recursive: true });
  for (const [name, text] of [["deno", shim], ["npx", npx]]) {
    await Deno.writeTextFile(join(bin, name!), text!, { mode: 0o755 });
  }
}

/** Forgets what differs from run to run: numbers, times, and how much space stands between words. */
export function withoutNumbers(text: string): string {
  return text.replaceAll(/\d[\d.,]*/g, "#")
    .replaceAll(/[^\S\n]+/g, " ");
}
