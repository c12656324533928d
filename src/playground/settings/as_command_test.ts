import { strictEqual } from "node:assert/strict";
import { parse } from "yaml";
import promptedTask from "../../../tasks/sample/prompted.ts";
import guidedTask from "../../../tasks/sample/guided.ts";
import textTask from "../../../tasks/sample/text.ts";
import { asCommand } from "./as_command.ts";
import { asPipeline } from "./as_pipeline.ts";
import type { OfferedNetwork } from "./offered_network.ts";
import { FIRST_SETTING, METHODS } from "./setting.ts";

const MOLECULES: OfferedNetwork = {
  ...{ id: "proseco", file: "", checkpoint: "results/models/proseco", objective: "proseco" },
  ...{ writes: "molecules", parameters: 1, length: 24, numClasses: 2, source: {} },
  vocabulary: { tokens: [], bosId: 0, eosId: 1, padId: 2, maskId: 3 },
  properties: [{ name: "qed", labels: 2 }],
};
const TEXT: OfferedNetwork = { ...MOLECULES, writes: "text", checkpoint: "my model" };
const ANSWERS: OfferedNetwork = {
  ...TEXT,
  prompted: { promptPositions: 8, answerPositions: 8, examples: [] },
};
const SCENE = { seed: 3, count: 64, prompt: "2 + 2 =" };

Deno.test("asCommand() writes the command of a setting", () => {
  const setting = { ...FIRST_SETTING, property: "qed", gamma: 2 };
  strictEqual(
    asCommand(MOLECULES, setting, SCENE),
    "deno task sample results/models/proseco --sampler proseco --T 32 --S 2 --omega 2 " +
      "--property qed --label 1 --gamma 2 --seed 3 --count 64",
  );
  strictEqual(
    asCommand(TEXT, { ...FIRST_SETTING, method: "remdm", temperature: 0.5 }, SCENE),
    "deno task sample 'my model' --sampler remdm --T 32 --eta 1 --label 2 --temperature 0.5 " +
      "--seed 3 --count 64",
  );
  const asked = "deno task sample 'my model' --prompt '2 + 2 =' --prompt-positions 8 " +
    "--answer-positions 8 --sampler";
  strictEqual(
    asCommand(ANSWERS, FIRST_SETTING, SCENE),
    `${asked} blocks --T 32 --S 2 --omega 2 --seed 3 --count 64`,
  );
  strictEqual(
    asCommand(ANSWERS, { ...FIRST_SETTING, method: "mdm", order: "random", temperature: 0 }, SCENE),
    `${asked} mdm --T 32 --temperature 0 --seed 3 --count 64`,
  );
});

Deno.test("asPipeline() writes tasks whose parameters the tasks take", () => {
  const kinds = [[MOLECULES, guidedTask], [TEXT, textTask], [ANSWERS, promptedTask]] as const;
  for (const [network, task] of kinds) {
    for (const method of METHODS) {
      for (const [property, order] of [["", "surest"], ["qed", "random"]] as const) {
        const setting = { ...FIRST_SETTING, method, property, gamma: 2, temperature: 0.5, order };
        const written = parse(asPipeline(network, setting, SCENE)) as Record<
          string,
          { uses: string; with: Record<string, unknown> }
        >;
        const [own] = Object.values(written);
        strictEqual(own!.uses, task.kind);
        const { checkpoint, dataset, ...params } = own!.with;
        strictEqual(checkpoint, network.checkpoint);
        strictEqual(dataset, "${tasks.data.dataset}");
        const { error } = task.params.safeParse(params);
        strictEqual(error?.message, undefined, asPipeline(network, setting, SCENE));
      }
    }
  }
});
