import { deepStrictEqual, match, strictEqual } from "node:assert/strict";

/** Runs a command in a process of its own. */
async function outcomeOf(body: string): Promise<{ code: number; stderr: string }> {
  const from = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const program = `import { runCommand, withGiven } from ${from("command.ts")};
import { UserError } from ${from("../support/user_error.ts")};
await runCommand(async () => { ${body} });`;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", program],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("A command ends with the code that it gives, else with 0", async () => {
  deepStrictEqual(await outcomeOf("return 1;"), { code: 1, stderr: "" });
  deepStrictEqual(await outcomeOf(""), { code: 0, stderr: "" });
});

Deno.test("A mistake of the user is one line, a fault of the program has its stack", async () => {
  const mistake = await outcomeOf("throw new UserError('Name a file');");
  deepStrictEqual(mistake, { code: 2, stderr: "Name a file\n" });
  const fault = await outcomeOf("undefined.length;");
  strictEqual(fault.code, 70);
  match(fault.stderr, /^TypeError: .*\n {4}at /);
});

Deno.test("What is refused of what the user gave is the user's to mend, a fault there is not", async () => {
  const refused = "throw new RangeError('Cannot read it');";
  const given = await outcomeOf(`await withGiven(() => { ${refused} });`);
  deepStrictEqual(given, { code: 2, stderr: "Cannot read it\n" });
  strictEqual((await outcomeOf(refused)).code, 70);
  strictEqual((await outcomeOf("await withGiven(() => undefined.length);")).code, 70);
});

Deno.test({
  name: "A full disk is a message, and no fault of the program",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const full = await outcomeOf("Deno.writeTextFileSync('/dev/full', 'x');");
    strictEqual(full.code, 1);
    const given = await outcomeOf(
      "await withGiven(() => Deno.writeTextFileSync('/dev/full', 'x'));",
    );
    deepStrictEqual(given, full);
    match(full.stderr, /^Cannot go on: No space left on device .*: make room, then do the same/);
  },
});
