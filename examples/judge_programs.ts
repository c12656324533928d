// deno-lint-ignore-file no-console
/** Judges programs that nobody trusts: each is run against tests, in a process without permissions. */
import { passAtK, startPythonSandbox } from "@proseco/proseco/sandbox";

const programs = {
  right: "def add(a, b):\n    return a + b",
  wrong: "def add(a, b):\n    return a - b",
  endless: "def add(a, b):\n    while True: pass",
  curious: 'def add(a, b):\n    return len(open("/etc/passwd").read())',
  broken: "def add(a, b)",
};
const tests = "assert add(2, 3) == 5\nassert add(-1, 1) == 0";

await using sandbox = await startPythonSandbox({ workers: 2, timeout: 5_000 });
const results = await Promise.all(
  Object.values(programs).map((source) => sandbox.run({ source, tests })),
);
for (const [i, name] of Object.keys(programs).entries()) {
  const { verdict, detail } = results[i]!;
  console.log(`${name}: ${verdict}${detail === "" ? "" : ` (${detail})`}`);
}
const passed = results.filter(({ verdict }) => verdict === "passed").length;
console.log(`pass@1 is ${passAtK(results.length, passed, 1).toFixed(2)}`);
