import { deepStrictEqual as assertEquals, match, ok, strictEqual } from "node:assert/strict";
import { writePublishedNetwork } from "./published_fixture.ts";

const COMMAND = new URL("../src/commands/generate.ts", import.meta.url).pathname;

async function generate(args: readonly string[], input = "") {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", COMMAND, ...args],
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output(), decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("deno task generate answers prompts of the command line and of standard input alike", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writePublishedNetwork(folder);
    const options = ["--length", "6", "--block", "3", "--T", "4", "--S", "2", "--chat", "--json"];
    const two = await generate([folder, "Hi", "Who are you?", ...options]);
    strictEqual(two.stderr, "");
    const rows = two.stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.map(({ prompt }) => prompt), ["Hi", "Who are you?"]);
    for (const { answer, evaluations, corrected } of rows) {
      strictEqual(typeof answer, "string");
      ok(evaluations >= 4 && evaluations <= 4 + 2 * 4 && corrected >= 0);
    }
    const piped = await generate([folder, ...options.slice(0, -1)], "Hi\n");
    assertEquals([piped.code, piped.stdout], [0, `${rows[0].answer}\n`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task generate says in one line what is wrong", async () => {
  const folder = await Deno.makeTempDir();
  const refused = async (args: readonly string[], message: RegExp) => {
    const { code, stderr } = await generate(args);
    match(stderr, message);
    assertEquals([code, stderr.trim().split("\n").length], [2, 1], stderr);
  };
  try {
    await refused([], /^Name a network: deno task generate/);
    await refused([folder, "Hi"], /^Cannot use the tokens of ".*": it has no tokens\.json and no/);
    await refused([`${folder}/none`, "Hi"], /^Cannot use .*none": there is no such folder\n$/);
    await writePublishedNetwork(folder);
    await refused(
      [folder, "Hi", "--computes", "some"],
      /^--computes must be one of all, read, prefix, dual: got "some"/,
    );
    await refused([folder, ""], /^Cannot answer an empty prompt/);
    await refused(
      [folder, "Hi", "--T", "3", "--block", "8", "--length", "16"],
      /^Cannot .* T must/,
    );
    await writePublishedNetwork(folder, { config: { model_type: "Dream" } }).catch(() => {});
    await refused([folder, "Hi"], /^Cannot read ".*config\.json": "model_type" is "Dream", a net/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
