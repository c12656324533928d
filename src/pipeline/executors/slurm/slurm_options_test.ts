import { deepStrictEqual, match, throws } from "node:assert/strict";
import { ProblemList } from "../../file/problem.ts";
import { parseYaml } from "../../file/yaml.ts";
import { mergeSlurmOptions } from "./slurm_options.ts";
import { parseSlurmOptions } from "./parse_options.ts";

function parse(text: string) {
  const problems = new ProblemList();
  const source = { name: "a.yaml", path: "/a.yaml", text };
  const options = parseSlurmOptions(parseYaml(source, problems), problems);
  problems.throwIfFound();
  return options;
}

Deno.test("parseSlurmOptions() reads all that can be told to Slurm", () => {
  deepStrictEqual(
    parse("{ partition: gpu, account: lab, qos: long, constraint: h100, extra: [--nice=9] }"),
    { partition: "gpu", account: "lab", qos: "long", constraint: "h100", extra: ["--nice=9"] },
  );
});

const MISTAKES: readonly [text: string, message: RegExp][] = [
  ["{ partiton: gpu }", /a\.yaml:1:3: Unknown key "partiton" in slurm[^]*partition/],
  ["{ account: 7 }", /a\.yaml:1:12: account must be text: got number 7/],
  ["{ extra: [nice] }", /a\.yaml:1:11: "nice" is no argument of sbatch: write each as one text/],
  ["{ extra: [--array=0-9] }", /a\.yaml:1:11: "--array" is set by this program: leave it out/],
  ["{ extra: [-Jname] }", /a\.yaml:1:11: "-J" is set by this program: leave it out/],
];

for (const [text, message] of MISTAKES) {
  Deno.test(`parseSlurmOptions() tells the mistake in ${text} with its place`, () => {
    throws(() => parse(text), (error: Error) => {
      match(error.message, message);
      return true;
    });
  });
}

Deno.test("mergeSlurmOptions() lays a task's options over the pipeline's and adds up the extra ones", () => {
  const pipeline = { partition: "cpu", account: "lab", extra: ["--nice=9"] };
  deepStrictEqual(mergeSlurmOptions(pipeline, { partition: "gpu", extra: ["--reservation=r"] }), {
    partition: "gpu",
    account: "lab",
    extra: ["--nice=9", "--reservation=r"],
  });
});
