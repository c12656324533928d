import assert from "node:assert/strict";
import { z } from "zod";
import { startPythonSandbox } from "./python_sandbox.ts";

const program = z.object({ code: z.string(), tests: z.string() });
const cases = z.array(program.extend({
  name: z.string(),
  expected: z.string().transform((text) => text.split("|")),
  isolation: z.enum(["fresh", "shared"]).default("fresh"),
  before: z.array(program).default([]),
  documented: z.boolean().default(false),
})).parse(JSON.parse(
  await Deno.readTextFile(new URL("../../../tests/cases/hostile.json", import.meta.url)),
));

/** What the cases say about the output in words. */
const OUTPUTS: Readonly<Record<string, string>> = {
  "shared-closed-output": "heard\n",
  "shared-stdout-kept": "mine\n",
};

/** The one that passes although its tests should not let it, as `docs/evaluators.md` says. */
const NOT_STOPPED = "equals-everything";

Deno.test("the hostile programs of a security review end as they should", async (t) => {
  // What may run until its time is up gets little of it, what may not gets plenty.
  await using quick = await startPythonSandbox({ memory: 128, timeout: 1500 });
  await using patient = await startPythonSandbox({ memory: 128, timeout: 240_000 });
  for (const { name, code, tests, expected, isolation, before } of cases) {
    await t.step(name, async () => {
      await using shared = isolation === "shared"
        ? await startPythonSandbox({ isolation, memory: 128, timeout: 240_000 })
        : undefined;
      const sandbox = shared ?? (expected.includes("timeout") ? quick : patient);
      for (const earlier of before) {
        await sandbox.run({ source: earlier.code, tests: earlier.tests });
      }
      const { verdict, detail, output } = await sandbox.run({ source: code, tests });
      if (name === NOT_STOPPED) assert.equal(verdict, "passed");
      else assert.ok(expected.includes(verdict), `${verdict}: ${detail}`);
      if (name in OUTPUTS) assert.equal(output, OUTPUTS[name]);
    });
  }
});

Deno.test("what cannot be stopped is named in the documentation", async () => {
  const text = await Deno.readTextFile(new URL("../../../docs/evaluators.md", import.meta.url));
  for (const { name } of cases.filter(({ documented }) => documented)) {
    assert.ok(text.includes(`\`${name}\``), name);
  }
});

Deno.test("a program prints the same random numbers each time it runs", async () => {
  const { code } = cases.find(({ name }) => name === "random-is-repeatable")!;
  await using sandbox = await startPythonSandbox({ memory: 128, timeout: 240_000 });
  const first = await sandbox.run({ source: code });
  assert.equal(first.verdict, "passed");
  assert.equal((await sandbox.run({ source: code })).output, first.output);
});
