import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { ProblemList } from "../file/problem.ts";
import { parseYaml } from "../file/parse_yaml.ts";
import type { MapNode } from "../file/yaml.ts";
import { parseExecutorOptions } from "./executor_options.ts";

async function parse(text: string) {
  const problems = new ProblemList();
  const source = { name: "a.yaml", path: "/a.yaml", text };
  const { entries } = parseYaml(source, problems) as MapNode;
  const options = await parseExecutorOptions(entries, problems);
  problems.throwIfFound();
  return options;
}

Deno.test("parseExecutorOptions() gives what each executor is told, by its name", async () => {
  deepStrictEqual(await parse("{ local: {}, slurm: { partition: gpu } }"), {
    local: {},
    slurm: { partition: "gpu" },
  });
});

Deno.test("parseExecutorOptions() tells what no executor knows where it stands", async () => {
  for (
    const [text, message] of [
      ["{ slrum: {} }", /a\.yaml:1:3: Unknown executor "slrum"[^]*"slurm"/],
      ["{ local: { partition: gpu } }", /a\.yaml:1:12: Unknown key "partition" in local/],
      ["{ slurm: gpu }", /a\.yaml:1:10: slurm must be a map: got string "gpu"/],
    ] as const
  ) {
    await rejects(parse(text), (error: Error) => {
      match(error.message, message);
      return true;
    });
  }
});
