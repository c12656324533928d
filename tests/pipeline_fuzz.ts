import { type RandomKey, RandomStream } from "../src/random/mod.ts";
import { UserError } from "../src/pipeline/mod.ts";
import { Project } from "./pipeline_fixture.ts";

/** What {@linkcode fuzzPipelineFiles} saw. */
export interface FuzzReport {
  /** Files that were loaded. */
  readonly loaded: number;
  /** Files that were refused by an error for users. */
  readonly refused: number;
  /** Files that ended in another error, each with it. */
  readonly uncaught: readonly { readonly text: string; readonly error: string }[];
  /** Milliseconds of the slowest. */
  readonly slowest: number;
}

/** What means something in a pipeline file. */
const PIECES = [
  ...["*", "&a ", "*a", "<<: *a", "${", "}", "${*}", "${params.times}", "${tasks.*.text}", "$${"],
  ...["- ", ": ", "? ", "[", "]", "{", "}", ",", "|\n", ">-\n", "#", "---\n", "!x ", "!!str "],
  ...["\n", "\n  ", "\t", '"', "'", "\\", "\0", "\ud800", "null", "no", "1e999", "-0", "0x1p3"],
  ...["9007199254740993", "__proto__", "constructor", "matrix", "foreach: words", "when: ("],
  ...["include", "exclude", "extends: words.yaml\n", "defaults: ", "outputs: ", "'*': [a, b]\n"],
];

/** The same text with some of it gone, doubled, moved, exchanged or added. */
function mutate(texts: readonly string[], random: RandomStream): string {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!;
  let text = pick(texts);
  for (let i = 1 + random.integer(2); i > 0; i--) {
    const at = random.integer(text.length + 1), to = Math.min(text.length, at + random.integer(12));
    const lines = text.split("\n");
    switch (random.integer(5)) {
      case 0:
        text = text.slice(0, at) + text.slice(to);
        break;
      case 1:
        text = text.slice(0, at) + pick(PIECES) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + pick(PIECES) + text.slice(to);
        break;
      case 3:
        lines.splice(random.integer(lines.length), 0, pick(pick(texts).split("\n")));
        text = lines.join("\n");
        break;
      case 4:
        text = text.slice(0, to) + text.slice(at);
    }
  }
  return text;
}

/** Loads pipeline files that were changed at random: each is loaded, or refused in a user's words. */
export async function fuzzPipelineFiles(key: RandomKey, count: number): Promise<FuzzReport> {
  using project = new Project();
  const random = new RandomStream(key);
  const texts = ["words", "many", "twelve", "faulty"].map((name) =>
    project.read(`pipelines/${name}.yaml`)
  );
  const uncaught: { text: string; error: string }[] = [];
  let loaded = 0, refused = 0, slowest = 0;
  for (let i = 0; i < count; i++) {
    const text = mutate(texts, random), start = performance.now();
    project.write("pipelines/fuzzed.yaml", text);
    try {
      await project.load("fuzzed");
      loaded++;
    } catch (error) {
      if (error instanceof UserError) refused++;
      else uncaught.push({ text, error: (error as Error).stack ?? String(error) });
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  return { loaded, refused, uncaught, slowest: Math.round(slowest) };
}
