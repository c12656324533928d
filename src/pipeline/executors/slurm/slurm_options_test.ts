import { deepStrictEqual, match, throws } from "node:assert/strict";
import { checkOptions } from "../../file/check_options.ts";
import { ProblemList } from "../../file/problem.ts";
import { parseYaml } from "../../file/parse_yaml.ts";
import type { MapNode } from "../../file/yaml.ts";
import { SLURM_OPTIONS } from "./slurm_options.ts";

function parse(text: string) {
  const problems = new ProblemList();
  const node = parseYaml({ name: "a.yaml", path: "/a.yaml", text }, problems);
  const options = checkOptions(SLURM_OPTIONS, node as MapNode, "slurm", problems);
  problems.throwIfFound();
  return options;
}

Deno.test("Slurm's options are read, all that there are", () => {
  deepStrictEqual(
    parse("{ partition: gpu, account: lab, qos: long, constraint: h100, extra: [--nice=9] }"),
    { partition: "gpu", account: "lab", qos: "long", constraint: "h100", extra: ["--nice=9"] },
  );
});

const MISTAKES: readonly [text: string, message: RegExp][] = [
  ["{ partiton: gpu }", /a\.yaml:1:3: Unknown key "partiton" in slurm[^]*partition/],
  ["{ account: 7 }", /a\.yaml:1:12: "account" of slurm is wrong: expected string: got 7/],
  ["{ extra: --nice=9 }", /a\.yaml:1:10: "extra" of slurm is wrong: expected array: got "--nice/],
  ["{ extra: [nice] }", /a\.yaml:1:11: "nice" is no argument of sbatch: write each as one text/],
  ["{ extra: [--array=0-9] }", /a\.yaml:1:11: "--array" is set by this program: leave it out/],
  ["{ extra: [-Jname] }", /a\.yaml:1:11: "-J" is set by this program: leave it out/],
];

for (const [text, message] of MISTAKES) {
  Deno.test(`Slurm's options tell the mistake in ${text} with its place`, () => {
    throws(() => parse(text), (error: Error) => {
      match(error.message, message);
      return true;
    });
  });
}
