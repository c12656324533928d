import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { pipelineSchema } from "../src/pipeline/graph/pipeline_schema.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

Deno.test("The schema for editors is what the tasks say: else run deno task pipeline schema", async () => {
  const kept = JSON.parse(Deno.readTextFileSync(join(ROOT, "pipelines", "schema.json")));
  const made = JSON.parse(JSON.stringify(await pipelineSchema(join(ROOT, "tasks"))));
  deepStrictEqual(made, kept);
});

Deno.test("What editors check with the schema holds for every pipeline, and not for a misspelt one", () => {
  const schema = Deno.readTextFileSync(join(ROOT, "pipelines", "schema.json"));
  const isValid = new Ajv({ strict: false }).compile(JSON.parse(schema));
  for (const { name } of Deno.readDirSync(join(ROOT, "pipelines"))) {
    if (!name.endsWith(".yaml")) continue;
    const text = Deno.readTextFileSync(join(ROOT, "pipelines", name));
    strictEqual(
      isValid(parse(text, { merge: true })),
      true,
      `${name}: ${JSON.stringify(isValid.errors)}`,
    );
    strictEqual(
      isValid(parse(text.replace(/^ {4}uses:/m, "    use:"), { merge: true })),
      false,
      name,
    );
  }
});

Deno.test("Every pipeline names the schema, so that editors complete and check it", () => {
  for (const { name } of Deno.readDirSync(join(ROOT, "pipelines"))) {
    if (!name.endsWith(".yaml")) continue;
    const [first] = Deno.readTextFileSync(join(ROOT, "pipelines", name)).split("\n");
    strictEqual(first, "# yaml-language-server: $schema=schema.json", name);
  }
});
