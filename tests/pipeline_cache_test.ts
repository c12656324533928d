import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Project } from "./pipeline_fixture.ts";

const WORDS = ["words[apple,seed=1]", "words[apple,seed=2]", "words[pear,seed=1]"];
const COUNTS = WORDS.map((name) => name.replace("words", "counts"));

Deno.test("A pipeline runs every instance once and then answers from the store", async () => {
  using project = new Project();
  const first = await project.run("words");
  strictEqual(first.status, "done");
  deepStrictEqual(first.ran, [...COUNTS, "report", ...WORDS]);
  const second = await project.run("words");
  deepStrictEqual(second.counts, { cached: 7, ran: 0, failed: 0, skipped: 0, stopped: 0 });
  strictEqual(second.folder, first.folder);
});

Deno.test("A run publishes its outputs, its record and a pointer to the newest run", async () => {
  using project = new Project();
  const { folder } = await project.run("words");
  match(
    project.read("results/words/latest/report.txt"),
    /^Counts of 3\ncounts\[seed=1,word=apple\]: 3\n/,
  );
  strictEqual(Deno.readTextFileSync(join(folder!, "counts", "counts[pear,seed=1]")), "3");
  const record = JSON.parse(project.read("results/words/latest/run.json"));
  strictEqual(record.status, "done");
  deepStrictEqual(record.instances["words[pear,seed=1]"].params.word, "pear");
  deepStrictEqual(record.instances["words[pear,seed=1]"].facts, { words: 3 });
});

const EDITS: readonly [what: string, path: string, from: string, to: string, ran: string[]][] = [
  ["a comment", "tasks/text/words.ts", "progress({", "// Quick.\n    progress({", []],
  [
    "formatting",
    "tasks/text/words.ts",
    "{ done: 1, total: 1 }",
    "{\n done: 1,\n total: 1,\n }",
    [],
  ],
  ["a type", "words.ts", "times: number): string", "times: 1 | 2 | number): string", []],
  ["a line of one task", "tasks/text/report.ts", `"", ]`.replace(", ]", "]"), `"end"]`, ["report"]],
  [
    "a line of a module that a task imports",
    "words.ts",
    "repeat(times)",
    "repeat(times * 1)",
    WORDS,
  ],
];

for (const [what, path, from, to, ran] of EDITS) {
  Deno.test(`Changing ${what} reruns ${ran.length === 0 ? "nothing" : "just that"}`, async () => {
    using project = new Project();
    await project.run("words");
    project.replace(path, from, to);
    // The words come out the same, so that nothing after them runs.
    deepStrictEqual((await project.run("words")).ran, ran);
  });
}

Deno.test("Changing a parameter reruns only what depends on it", async () => {
  using project = new Project();
  await project.run("words");
  const scaled = await project.run("words", { load: { set: ["scale=2"] } });
  deepStrictEqual(scaled.ran, [...COUNTS, "report"]);
  const titled = await project.run("words", { load: { set: ["report.title=Other"] } });
  deepStrictEqual(titled.ran, ["report"]);
});

Deno.test("A parameter that changes nothing does not enter the key", async () => {
  using project = new Project();
  await project.run("words");
  const again = await project.run("words", { load: { set: ["words.verbose=true"] } });
  deepStrictEqual(again.ran, []);
});

Deno.test("A new version of a package reruns the tasks that use it", async () => {
  using project = new Project();
  await project.run("words");
  project.replace("deno.lock", `: "4.6.7"`.replace(": ", ":"), `:"4.6.8"`);
  deepStrictEqual((await project.run("words")).ran, [...COUNTS, "report", ...WORDS]);
});

Deno.test("The command line runs a pipeline in processes and then says all cached", async () => {
  using project = new Project();
  const first = await project.command("words", "--profile", "large");
  strictEqual(first.code, 0, first.stderr);
  match(first.stderr, /✓ words: 7 ran/);
  match(project.read("results/words/latest/report.txt"), /^Counts of 50\n/);
  const second = await project.command("words", "--profile", "large");
  match(second.stderr, /✓ words: all cached \(7\)/);
});

Deno.test("--force reruns a task, --only and --until leave the others alone", async () => {
  using project = new Project();
  const until = await project.run("words", { until: ["words"] });
  deepStrictEqual(until.ran, WORDS);
  const only = await project.run("words", { only: ["counts"] });
  deepStrictEqual(only.ran, COUNTS);
  const forced = await project.run("words", { force: ["words[pear,seed=1]"] });
  deepStrictEqual(forced.ran, ["report", "words[pear,seed=1]"]);
  const missing = await project.run("words", { only: ["report"], load: { set: ["scale=5"] } });
  strictEqual(missing.status, "failed");
  ok(missing.events.some((event) => event.type === "failed" && /not stored/.test(event.message)));
});

Deno.test("An input whose bytes changed is read again, even if its size and time are the same", async () => {
  using project = new Project();
  project.write(
    "tasks/text/copy.ts",
    `import { z } from "zod";
import { defineTask } from "${new URL("../src/pipeline/mod.ts", import.meta.url).href}";
export default defineTask({
  kind: "text/copy",
  description: "Copies a file.",
  params: z.strictObject({}),
  inputs: { text: { description: "Any." } },
  outputs: { text: "The same." },
  run: ({ inputs, outputs }) => Deno.copyFile(inputs.text, outputs.text),
});
`,
  );
  project.write(
    "pipelines/copied.yaml",
    "tasks:\n  copy: { uses: text/copy, with: { text: ../in } }\n" +
      "outputs:\n  out: ${tasks.copy.text}\n",
  );
  const path = join(project.root, "in");
  const write = (text: string) => {
    Deno.writeTextFileSync(path, text);
    Deno.utimeSync(path, 1_704_067_200, 1_704_067_200);
  };
  write("AAAA");
  await project.run("copied");
  strictEqual(project.read("results/copied/latest/out"), "AAAA");
  write("BBBB");
  deepStrictEqual((await project.run("copied")).ran, ["copy"]);
  strictEqual(project.read("results/copied/latest/out"), "BBBB");
});
