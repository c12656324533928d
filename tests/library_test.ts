import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const { exports: EXPORTS, tasks: TASKS } = JSON.parse(
  Deno.readTextFileSync(`${ROOT}deno.json`),
) as {
  exports: Readonly<Record<string, string>>;
  tasks: Readonly<Record<string, { readonly command: string }>>;
};

async function deno(...args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, stdout: text(stdout), stderr: text(stderr) };
}

/** What an example prints. */
async function printed(name: string): Promise<string> {
  const source = Deno.readTextFileSync(`${ROOT}examples/${name}`);
  ok(source.split("\n").length <= 60, `${name} is longer than 60 lines`);
  const { success, stdout, stderr } = await deno("run", "-A", "--no-check", `examples/${name}`);
  ok(success, stderr);
  return stdout;
}

Deno.test("the example of every room that others import runs", async () => {
  const faces = Object.entries(EXPORTS).filter(([name]) => name !== ".").map(([, path]) => path);
  const { success, stdout, stderr } = await deno("test", "-A", "--no-check", "--doc", ...faces);
  ok(success, stdout + stderr);
  strictEqual(Number(/(\d+) passed/.exec(stdout)?.[1]), faces.length, stdout);
});

/** Types of packages, whose documentation is theirs. */
const FOREIGN = /references private type '(Tensor|ZodType|output)'/;

Deno.test("all that others import is documented, and so is what it mentions", async () => {
  const { stderr } = await deno("doc", "--lint", ...Object.values(EXPORTS));
  const faults = stderr.split("\n").filter((line) => /^error\[/.test(line));
  deepStrictEqual(faults.filter((fault) => !FOREIGN.test(fault)), []);
});

Deno.test("the pages of the programming interface have all that others import", () => {
  const [, modules] = /--output=docs\/api (.*)$/.exec(TASKS.api!.command)!;
  deepStrictEqual(modules!.split(" ").map((path) => `./${path}`), Object.values(EXPORTS));
});

Deno.test("a network of one's own trains to the same loss when it is compiled", async () => {
  const [, compiled, plain] = /compiled ([\d.]+), plain ([\d.]+)/.exec(
    await printed("compile_own_model.ts"),
  )!;
  ok(Math.abs(Number(compiled) - Number(plain)) < 2e-4, `${compiled} and ${plain}`);
});

Deno.test("a sampler of a user's project draws", async () => {
  strictEqual(await printed("own_sampler.ts"), "_ _ _ 3\n_ _ 2 3\n_ 1 2 3\n0 1 2 3\n");
});

Deno.test("programs are judged from outside", async () => {
  const lines = (await printed("judge_programs.ts")).split("\n");
  const verdicts = lines.slice(0, 5).map((line) => line.split(" (")[0]);
  deepStrictEqual(verdicts, [
    ...["right: passed", "wrong: failed", "endless: timeout", "curious: error", "broken: syntax"],
  ]);
  match(lines[5]!, /^pass@1 is 0\.20$/);
});
